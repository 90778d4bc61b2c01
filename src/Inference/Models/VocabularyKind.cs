namespace Pipeline.Inference.Models;

/// <summary><c>llama_vocab_type</c>: how a model cuts text into tokens.</summary>
internal enum VocabularyKind
{
    None = 0,

    /// <summary>SentencePiece with byte fallback (LLaMA, Mistral).</summary>
    SentencePiece = 1,

    /// <summary>Byte-level BPE (GPT-2, Llama 3, Qwen).</summary>
    BytePair = 2,
    WordPiece = 3,
    Unigram = 4,
    Rwkv = 5,
    Plamo2 = 6,
    Test = 7,
}
