namespace Pipeline.Inference.OpenAi;

/// <summary>What is decided at a place of an answer. The bytes between are form.</summary>
internal enum AnswerRole
{
    /// <summary>That there is a further finding, and not the end of the list.</summary>
    Another,

    /// <summary>The number of its sentence, with the byte that ends it.</summary>
    Sentence,

    /// <summary>The name of its field with the quote behind it; of a field whose value is optional also whether a value follows.</summary>
    Field,

    Value,

    /// <summary>The quote behind a value.</summary>
    ValueEnd,

    /// <summary>That there is no further finding.</summary>
    ListEnd,
}
