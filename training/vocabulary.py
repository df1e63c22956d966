"""SentencePiece: train a model that can write every character we need, or graft missing characters into an old one.

No byte fallback: Argos joins pieces as text, so a character without a piece of its own comes out as an unknown mark.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import sentencepiece
from sentencepiece import sentencepiece_model_pb2 as piece_proto

REQUIRED = (
    "„“”‚‘’«»‹›\"'–—-…•·▪●* §€£$¥%‰°@#&+=_~^|\\/<>{}[]()!?;:,.©®×±→✓"
    "ÄÖÜäöüßáéíóúýàèìòùâêîôûãõñëïçåæøœÁÉÍÓÚÝÀÈÂÊÎÔÃÕÑËÏÇÅÆØŒ"
    "čćđšžřěůňťďľłńśźżąęőűşğıțșăāēīūģķļņėįųþðČĆĐŠŽŘŇŤĎĽŁŃŚŹŻŐŰŞĞİȚȘĀĒĪŪŅĖÞ"
    "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
)
"""Letters of the European languages in Latin script, of Turkish, and the marks of texts on the web."""

UNKNOWN, START, END = 0, 1, 2


def required_characters() -> list[str]:
    """List the characters of REQUIRED that the normaliser (NFKC) leaves alone, each once."""
    normalizer = sentencepiece.SentencePieceNormalizer(rule_name="nmt_nfkc")
    return [character for character in dict.fromkeys(REQUIRED) if normalizer.normalize(character) == "▁" + character]


def train_pieces(lines: Iterable[str], size: int, *, split_digits: bool, threads: int) -> bytes:
    """Train a unigram model with `size` pieces: `<unk>`, `<s>`, `</s>`, then pieces."""
    model = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(lines), model_writer=model, vocab_size=size, model_type="unigram",
        character_coverage=0.9999, required_chars="".join(required_characters()), split_digits=split_digits,
        input_sentence_size=1_000_000, shuffle_input_sentence=True, unk_id=UNKNOWN, bos_id=START, eos_id=END, pad_id=-1,
        num_threads=threads, normalization_rule_name="nmt_nfkc", minloglevel=2,
    )  # fmt: skip
    return model.getvalue()


def graft_characters(model: bytes, lines: Iterable[str]) -> tuple[bytes, list[int]]:
    """Put missing required characters in the places of the pieces that `lines` use least; give model and places.

    Only pieces of three characters or more give way, so everything that could be written still can.
    """
    proto = piece_proto.ModelProto.FromString(model)  # type: ignore[attr-defined]  # made at run time
    known = {piece.piece for piece in proto.pieces}
    missing = [character for character in required_characters() if character not in known]
    processor = sentencepiece.SentencePieceProcessor(model_proto=model)
    used = Counter(number for line in lines for number in processor.encode(line))
    spare = [number for number, piece in enumerate(proto.pieces) if number > END and len(piece.piece.strip("▁")) > 2]
    places = sorted(sorted(spare, key=lambda number: used[number])[: len(missing)])
    lowest = min(piece.score for piece in proto.pieces[END + 1 :])
    for place, character in zip(places, missing, strict=True):
        proto.pieces[place].piece, proto.pieces[place].score = character, lowest
    return proto.SerializeToString(), places


def load_pieces(path: Path) -> sentencepiece.SentencePieceProcessor:
    """Load a model file."""
    return sentencepiece.SentencePieceProcessor(model_file=str(path))
