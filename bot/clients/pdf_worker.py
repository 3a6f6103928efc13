"""`python -m bot.clients.pdf_worker`: one warm process that reads PDFs for `pdf.PdfReaders`."""

from bot.clients.pdf_pages import read_pdf
from bot.clients.pdf_worker_loop import serve

if __name__ == "__main__":
    serve(read_pdf)
