namespace Pipeline.Domain.Fields.Definitions;

/// <summary>A sentence that says what a term of the contract stands for.</summary>
/// <param name="Term">Without its quotes and articles: "Effective Date".</param>
/// <param name="Start">Where the words that say it begin, in UTF-16 units of the sentence.</param>
/// <param name="ReadsBackward">The value stands before the term: 'May 3, 2011 (the "Effective Date")'.</param>
internal readonly record struct Definition(int Sentence, string Term, int Start, int Length, bool ReadsBackward);
