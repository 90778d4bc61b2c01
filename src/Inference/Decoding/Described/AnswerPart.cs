namespace Pipeline.Inference.Decoding.Described;

/// <summary>Where in the answer the next byte stands.</summary>
internal enum AnswerPart
{
    /// <summary><c>{"findings":[</c></summary>
    Opening,

    /// <summary>Decision: another finding, or <c>]</c>.</summary>
    More,

    /// <summary><c>{"sentence":</c></summary>
    Finding,

    /// <summary>Decision: the digits of a sentence's number, and the comma after them.</summary>
    Sentence,

    /// <summary><c>"field":"</c></summary>
    FieldLabel,

    /// <summary>Decision: a field's name, and the quote after it.</summary>
    Name,

    /// <summary>Decision: a value follows, or the finding ends.</summary>
    AfterName,

    /// <summary><c>"value":"</c></summary>
    ValueLabel,

    /// <summary>Decision: a value, and the quote after it.</summary>
    Value,

    /// <summary><c>}</c> after a value.</summary>
    FindingEnd,

    /// <summary><c>}</c> after the list.</summary>
    Closing,
    Done,
}
