"""Ids, tokens and texts of Hugging Face tokenizers, for HuggingFaceTokenizer of @seqloom/text.

    pip install tokenizers
    python tooling/oracles/tokenizers_json.py

It writes recorded/tokenizers_json.json, which packages/text/test/hugging-face.test.ts reads: small tokenizers of each kind of model, trained
on the texts below, as the text of their tokenizer.json, and what they make of texts: alone, in a batch with the padding and the truncation of
the file, and back.
"""

import json
import pathlib

import tokenizers
from tokenizers import AddedToken, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

RECORDED = pathlib.Path(__file__).parent / "recorded/tokenizers_json.json"

TEXTS = [
    "The film was wonderful, and the acting was better than wonderful.",
    "I didn't like the film; the plot was unbelievably thin...",
    "Unbelievable! A thin plot, a wonderful cast: 10 of 10.",
    "The cast acted, the camera moved and the film ended in 1999.",
]
QUERIES = [
    "The wonderful film didn't end.",
    "  two  spaces and\ta tab\n",
    "unbelievableness 2024 zzz",
    "Ärger, naïve café – “quotes” 日本 😀",
    "[MASK] of the <pad> film</s>",
    "",
    "a",
]
SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]


def word_piece():
    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.decoder = decoders.WordPiece()
    tokenizer.train_from_iterator(TEXTS, trainers.WordPieceTrainer(vocab_size=120, special_tokens=SPECIAL))
    ids = [(token, tokenizer.token_to_id(token)) for token in ("[CLS]", "[SEP]")]
    tokenizer.post_processor = processors.TemplateProcessing(single="[CLS] $A [SEP]", pair="[CLS] $A [SEP] $B:1 [SEP]:1", special_tokens=ids)
    tokenizer.enable_padding(pad_id=0, pad_token="[PAD]")
    tokenizer.enable_truncation(8)
    return tokenizer


def byte_level():
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.post_processor = processors.ByteLevel(trim_offsets=True)
    tokenizer.train_from_iterator(
        TEXTS, trainers.BpeTrainer(vocab_size=330, special_tokens=["<|end|>"], initial_alphabet=pre_tokenizers.ByteLevel.alphabet()))
    tokenizer.enable_padding(direction="left", pad_id=0, pad_token="<|end|>", length=10)
    tokenizer.enable_truncation(10, direction="left")
    return tokenizer


def split_bpe():
    """The pattern of Llama 3, and the processing of RoBERTa."""
    tokenizer = Tokenizer(models.BPE())
    pattern = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([
        pre_tokenizers.Split(tokenizers.Regex(pattern), "isolated"),
        pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
    ])
    tokenizer.decoder = decoders.ByteLevel()
    special = ["<s>", "<pad>", "</s>", "<unk>"]
    tokenizer.train_from_iterator(
        TEXTS, trainers.BpeTrainer(vocab_size=320, special_tokens=special, initial_alphabet=pre_tokenizers.ByteLevel.alphabet()))
    tokenizer.post_processor = processors.RobertaProcessing(("</s>", 2), ("<s>", 0))
    tokenizer.enable_padding(pad_id=1, pad_token="<pad>")
    return tokenizer


def plain_bpe():
    """Words with an end of their own, and letters that are unknown."""
    tokenizer = Tokenizer(models.BPE(unk_token="<unk>", end_of_word_suffix="</w>", fuse_unk=True))
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFD(), normalizers.StripAccents(), normalizers.Lowercase()])
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.Whitespace(), pre_tokenizers.Digits(individual_digits=True)])
    tokenizer.decoder = decoders.BPEDecoder(suffix="</w>")
    tokenizer.train_from_iterator(TEXTS, trainers.BpeTrainer(vocab_size=110, special_tokens=["<unk>", "<pad>"], end_of_word_suffix="</w>"))
    return tokenizer


def unigram():
    tokenizer = Tokenizer(models.Unigram())
    tokenizer.normalizer = normalizers.NFKC()
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    tokenizer.decoder = decoders.Metaspace()
    tokenizer.train_from_iterator(
        TEXTS, trainers.UnigramTrainer(vocab_size=90, special_tokens=["<pad>", "</s>", "<unk>"], unk_token="<unk>", show_progress=False))
    tokenizer.post_processor = processors.TemplateProcessing(single="$A </s>", special_tokens=[("</s>", 1)])
    tokenizer.add_tokens([AddedToken("CAST", normalized=True, single_word=False)])
    return tokenizer


def word_level():
    tokenizer = Tokenizer(models.WordLevel(unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.Lowercase()
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.train_from_iterator(TEXTS, trainers.WordLevelTrainer(special_tokens=["[PAD]", "[UNK]"]))
    return tokenizer


def answers(tokenizer):
    text = tokenizer.to_str()
    batch = tokenizer.encode_batch(QUERIES)
    tokenizer.no_padding()
    tokenizer.no_truncation()
    alone = [tokenizer.encode(query) for query in QUERIES]
    bare = [tokenizer.encode(query, add_special_tokens=False).ids for query in QUERIES]
    return {
        "json": text,
        "size": tokenizer.get_vocab_size(),
        "ids": [each.ids for each in alone],
        "tokens": [each.tokens for each in alone],
        "bare": bare,
        "decoded": [tokenizer.decode(each.ids) for each in alone],
        "decodedWithSpecial": [tokenizer.decode(each.ids, skip_special_tokens=False) for each in alone],
        "batch": [each.ids for each in batch],
    }


def main():
    kinds = [word_piece, byte_level, split_bpe, plain_bpe, unigram, word_level]
    content = {"tokenizers": tokenizers.__version__, "queries": QUERIES, "kinds": {kind.__name__: answers(kind()) for kind in kinds}}
    RECORDED.write_text(json.dumps(content, ensure_ascii=True) + "\n")


if __name__ == "__main__":
    main()
