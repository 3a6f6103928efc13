"""Pure: does a sentence of a paper speak to the program that reads it? Real papers hold such sentences."""

import re

_FORMS = (
    # forget what you were told
    (
        r"\b(?:ignore|disregard|forget|override)\b.{0,30}?\b(?:previous|prior|above|earlier|preceding|all|your)\b"
        r".{0,20}?\b(?:instructions?|prompts?|directions|guidelines|commands)\b"
    ),
    r"(?:忽略|无视|忘记|忽视).{0,8}(?:指令|指示|提示词?)",
    (
        r"\b(?:when|while|if|before) (?:you (?:are )?)?(?:summari[sz]|review|evaluat|assess)(?:e|ing)?\b"
        r".{0,20}?\b(?:this|the) (?:paper|work|article|text|manuscript|submission)\b"
    ),
    (
        r"\b(?:always|only|must) (?:state|say|mention|claim|report|answer|write|output)\b.{0,40}"
        r"\b(?:this|the) (?:paper|work|article)\b"
    ),
    # be somebody else
    r"\byou are now (?:in|an?|the)\b|\bdeveloper mode\b|\bjailbreak mode\b",
    r"\byou are (?:now )?(?:an? )?(?:\w+ ){0,3}(?:assistant|chatbot|language model|AI|LLM|reviewer)\b",
    r"你(?:现在)?是.{0,8}(?:助手|语言模型|审稿人|机器人)",
    # whoever of you is a model
    (
        r"\b(?:as an?|if you are an?|note to|attention|dear)(?: any| all| the)? (?:\w+ )?"
        r"(?:AI|LLM|language model|GPT)s?\b.{0,30}\b(?:you|please|must|do not)\b"
    ),
    # say this of me
    (
        r"\b(?:give|write|output|return|provide|generate|assign|recommend|say|state)\b.{0,30}?"
        r"\b(?:positive|favou?rable|glowing|best possible|highest|strong|10/10)\b.{0,20}?"
        r"\b(?:reviews?|scores?|ratings?|summary|evaluation|recommendation|accept(?:ance)?)\b(?! assigned)"
    ),
    r"(?:给出|写出|输出).{0,8}(?:正面|积极|高分|好评)",
    (
        r"\bdo not (?:mention|highlight|include|reveal|discuss)\b.{0,30}?"
        r"\b(?:negatives?|weakness(?:es)?|limitations|this (?:text|instruction|prompt|message))"
    ),
    # tell me what you were told
    r"\b(?:reveal|print|repeat|leak)\b.{0,20}?\b(?:system prompt|your instructions)",
    r"</?(?:paper|system|instructions?|page)>|\bSYSTEM:|\b(?:print|output|reveal|give)\b.{0,40}\bAPI key\b",
    r"<\|(?:im_start|im_end|system)\|>|\[/?INST\]",
)
_TO_A_MODEL = re.compile("|".join(_FORMS), re.IGNORECASE)


def is_instruction(sentence: str) -> bool:
    """True for what is said to a language model, such as "ignore all previous instructions".

    A paper about such attacks may quote one; a brief does without that sentence.
    """
    return bool(_TO_A_MODEL.search(sentence))
