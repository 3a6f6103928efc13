"""Pure: does a sentence of a paper speak to the program that reads it? Real papers hold such sentences."""

import re
from functools import lru_cache

from bot.checks.addressed import addresses_reader
from bot.checks.disguises import readings
from bot.checks.wording import KEPT

_FORMS = (
    # forget what you were told
    (
        r"\b(?:ignore|disregard|forget|override)\b.{0,30}?\b(?:previous|prior|above|earlier|preceding|all|"
        r"your)\b.{0,20}?\b(?:instructions?|prompts?|directions|guidelines|commands)\b"
    ),
    (
        r"(?:忽略|无视|忘记|忽视|忘掉|不要理会|不要遵守|無視)(?:掉|了)?(?:你|您|在)?(?:之前|以上|前面|上述|"
        r"上面|所有|此前|先前|一切|全部|任何|已有|系统|原来|原有|这些|其他|以前)[^,，。;；]{0,8}(?:指令|指示|"
        r"提示|命令|规则|要求|设定)"
    ),
    # the same in other languages, one line each: German, French, Spanish and Portuguese, Italian, Dutch,
    # Russian, Japanese, Korean, Polish, Turkish, Arabic, Vietnamese
    r"\b(?:ignorier\w*|vergiss|missachte\w*)\b.{0,30}\b(?:anweisung|instruktion|vorgabe|befehl)",
    (
        r"\b(?:ignor(?:e[zr]?|ons)|oublie[zr]?)\b.{0,30}\b(?:instructions?|"
        r"consignes?)\b.{0,20}\b(?:pr[ée]c[ée]dent|ant[ée]rieur)"
    ),
    (
        r"\b(?:ignor[ae]n?|olvid[ae]|esque[çc]a|desconsidere)\b.{0,30}\b(?:instru(?:cciones|[çc][õo]es)|"
        r"indicaciones)\b"
    ),
    r"\b(?:ignor[ai](?:te)?|dimentica)\b.{0,30}\b(?:istruzioni|indicazioni)\b",
    r"\bnegeer\b.{0,30}\b(?:instructies|aanwijzingen|opdrachten)\b",
    r"(?:игнорируй|забудь|проигнорируй).{0,40}(?:инструкц|указани|команд)",
    r"(?:指示|命令|プロンプト|指令).{0,8}(?:無視し|忘れ)",
    r"(?:지시|명령|프롬프트).{0,10}(?:무시|잊)",
    r"\b(?:z?ignoruj|zapomnij)\b.{0,30}\b(?:instrukcj|polece)",
    r"\btalimatlar\w*\b.{0,20}\b(?:yok say|görmezden|unut)",
    r"تجاهل.{0,30}(?:التعليمات|الأوامر)",
    r"\bbỏ qua\b.{0,30}\b(?:hướng dẫn|chỉ dẫn|lệnh)",
    (
        r"\b(?:when|while|if|before) (?:you (?:are )?)?(?:summari[sz]|review|evaluat|assess)(?:e|"
        r"ing)?\b.{0,20}?\b(?:this|the) (?:paper|work|article|text|manuscript|submission)\b"
    ),
    (
        r"\b(?:always|only|must) (?:state|say|mention|claim|report|answer|write|output)\b.{0,40}\b(?:this|"
        r"the) (?:paper|work|article)\b"
    ),
    # be somebody else
    r"\byou are now (?:in|an?|the)\b|\bdeveloper mode\b|\bjailbreak mode\b",
    r"\byou are (?:now )?(?:an? )?(?:\w+ ){0,3}(?:assistant|chatbot|language model|AI|LLM|reviewer)\b",
    r"你(?:现在)?是.{0,8}(?:助手|语言模型|审稿人|机器人)",
    # whoever of you is a model
    (
        r"\b(?:as an?|if you are an?|note to|attention|dear)(?: any| all| the)? (?:\w+ )?(?:AI|LLM|"
        r"language model|GPT)s?\b.{0,30}\b(?:you|please|must|do not)\b"
    ),
    (
        r"\b(?:as an?|if you(?: are|'re)(?: an?)?) (?:\w+ ){0,2}?(?:AI|LLM|(?:language )?model|assistant|"
        r"chatbot|GPT)s?\b[^.]{0,20}?[,:] *(?:please |always |only |then )?(?:say|state|write|respond|answer|"
        r"output|report|rate|accept|recommend|praise|give|ignore|repeat|include)\b"
    ),
    (
        r"\b(?:to|for|dear|hey|hello|hi|attention)(?: any| all| the| every)? (?:\w+ ){0,2}?(?:AIs?|LLMs?|"
        r"ChatGPT|GPT|Claude|Gemini|language models?|assistants?|chatbots?|reviewers?)(?: (?:who|that)(?: is|"
        r" are)?)? (?:reading|reviewing|processing|summari[sz]ing|evaluating) this\b"
    ),
    r"\bfrom now on,? you\b|\byour (?:new|only|next|real) (?:task|instructions?|job|goal|role) (?:is|are)\b",
    r"\bnew instructions? *:|\bend of (?:paper|abstract|document)\b *[.:;]",
    (
        r"\byou (?:must|should|will|have to|need to) (?:now |only |always |never )?"
        r"(?:accept|praise|say|state|respond|answer|output|write|rate|recommend|ignore|obey|comply|follow)\b"
    ),
    (
        r"(?:作为|如果你是|若你是|假如你是)(?:一个|一名|一位)?(?:AI|人工智能|大?语言模型|大模型|审稿人|评审|助手)[^。]{0,6}"
        r"[,，]?(?:请|你|您|应|必须|需要?|务必)"
    ),
    (
        r"从现在(?:开始|起)[,，]?(?:你|您)|(?:你|您)(?:必须|务必|只能)(?:说|回答|输出|给出|推荐|接收|接受|忽略|"
        r"声称)|新的?指令[:：]"
    ),
    # say this of me
    (
        r"(?:^|[.;:,!] *|\bplease |\bmust |\balways |\bthen |\bjust |\bonly )(?:strongly )?(?:accept|rate|"
        r"score|praise|endorse|recommend) (?:this|the present|our) (?:paper|work|submission|manuscript|"
        r"article)\b"
    ),
    (
        r"(?:^|[.;:,!] *|\bplease )(?:strongly |only )?(?:recommend|suggest) (?:a |an |strong |clear |its |"
        r"immediate )*"
        r"(?:accept(?:ance)?|publication)\b"
    ),
    (
        r"(?:^|[.;:,!] *|\bplease )(?:only |just )?(?:mention|highlight|emphasi[sz]e|discuss|list|report|"
        r"give|provide|focus on|state)(?: only| solely| exclusively)? (?:the |its |our )?(?:positives?|"
        r"strengths|merits|praise)\b"
    ),
    (
        r"(?:^|[.;:,!] *|\bplease )(?:avoid|refrain from|never|don'?t|do not)(?: any)? (?:mention|highlight|"
        r"criticiz|criticis|discuss|list|point|negative|report)\w*\b.{0,30}?(?:negativ|weakness|limitation|"
        r"flaw|shortcoming|critici|concern|drawback|this paper|out)"
    ),
    (
        r"\b(?:rate|score|grade|mark) (?:it|this|the (?:paper|work)|us)\b.{0,25}(?:\b10\b|\b5/5|highest|"
        r"full marks|maximum)"
    ),
    r"\b(?:respond|reply|answer) (?:only|solely|exclusively|just)? ?with\b *[\"“'‘:]",
    (
        r"请(?:务必|只|仅|一定)?(?:给出|给予|写出|输出|推荐|接收|接受|录用|打)(?:一个|"
        r"一份)?[^。]{0,6}(?:正面|积极|高分|满分|好评|接收|录用|论文|本文)|强烈(?:推荐|建议)(?:接收|录用|"
        r"接受)|(?:不要|请勿|切勿|禁止|不得)(?:提及|指出|强调|提到|批评|讨论)[^。]{0,6}(?:缺点|不足|负面|"
        r"局限|弱点|问题|本文|论文)"
    ),
    (
        r"\b(?:give|write|output|return|provide|generate|assign|recommend|say|state)\b.{0,30}?\b(?:positive|"
        r"favou?rable|glowing|best possible|highest|strong|10/10)\b.{0,20}?\b(?:reviews?|scores?|ratings?|"
        r"summary|evaluation|recommendation|accept(?:ance)?)\b(?! assigned| to "
        r"(?!this|the (?:paper|work|submission)|our|us\b))"
    ),
    r"(?:给出|写出|输出).{0,8}(?:正面|积极|高分|好评)",
    (
        r"\bdo not (?:mention|highlight|include|reveal|discuss)\b.{0,30}?\b(?:negatives?|weakness(?:es)?|"
        r"limitations|this (?:text|instruction|prompt|message))"
    ),
    # tell me what you were told
    (
        r"\b(?:reveal|print|repeat|leak|show)\b.{0,20}?\b(?:system prompt|your instructions)|"
        r"(?:输出|泄露|说出|重复|打印)[^。]{0,6}(?:系统提示|提示词|指令)"
    ),
    (
        r"</?(?:paper|system|instructions?|page)>|\b(?-i:SYSTEM:)|<!--|\b(?:print|output|reveal|"
        r"give)\b.{0,40}\bAPI key\b"
    ),
    r"<\|(?:im_start|im_end|system)\|>|\[/?INST\]",
)
_TO_A_MODEL = re.compile("|".join(_FORMS), re.IGNORECASE)
# An example in a paper about such attacks: prompts such as "ignore your instructions". One with a figure
# could still be told as a result.
_EXAMPLE = re.compile(
    r"\b(?:such as|like|e\.g\.,?|texts?|prompts?|instructions?|phrases?|strings?|commands?)[ ,:(]*"
    r"(?:[\"“][^\"“”\d]{1,120}[\"”]|[‘'`]{1,2}[^‘’'`\d]{1,120}[’'`]{1,2})"
)
_ATTACK = re.compile(
    r"\b(?:inject|jailbreak|attack|adversar|hijack|trick|malicious|manipulat)", re.IGNORECASE
)


@lru_cache(KEPT)
def is_instruction(sentence: str) -> bool:
    """True for what is said to a language model, such as "ignore all previous instructions".

    Also in the usual disguises: figures for letters, letters apart, look-alikes, base64. A paper about such
    attacks may quote one as an example; quoted otherwise, a brief does without that sentence.
    """
    bare = _EXAMPLE.sub(" ", sentence)
    sentence = bare if _ATTACK.search(bare) else sentence
    return any(_TO_A_MODEL.search(reading) or addresses_reader(reading) for reading in readings(sentence))
