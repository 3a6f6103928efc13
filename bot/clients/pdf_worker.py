"""`python -m bot.clients.pdf_worker`: one warm process that reads papers for `pdf.PdfReaders`."""

from bot.clients.paper_files import read_file
from bot.clients.pdf_worker_loop import serve

if __name__ == "__main__":
    serve(read_file)
