using Pipeline.Domain.Confidence;
using Pipeline.Domain.Fields;

namespace Pipeline.Cli.Report;

/// <summary>The codes of docs/results.md in words for whoever looks at a report.</summary>
internal static class ReasonWords
{
    private static readonly Dictionary<string, string> Words = new(StringComparer.Ordinal)
    {
        [Reasons.NotCalibrated] = "no calibration exists for these fields yet, so nothing is accepted without a person",
        [Reasons.NotNormalized] = "a value has no normal form: check how it is written",
        [Reasons.Truncated] = "a value was cut at the length limit",
        [Reasons.Capped] = "a sentence held more values than are read: some may be missing",
        [Reasons.Conflict] = "there are rivals nearly as likely: see the candidates",
        [Reasons.BelowThreshold] = "something was found, but it is not sure enough to be a value: see the candidates",
        [Reasons.CutSentence] = "the sentence was too long to be read whole",
        [Reasons.PagesWithoutText] = "some pages hold no words that could be read: a value may stand there",
        [Reasons.DatesOutOfOrder] = "it would expire before it takes effect",
        [Reasons.TermMismatch] = "the dates and the term do not agree",
        [Reasons.NoticeTooLong] = "the notice is not shorter than the term",
        [Reasons.FewerThanTwoParties] = "a contract has two parties or more",
        [Reasons.UnknownJurisdiction] = "this state or country is not known",
        [Reasons.ComputedDate] = "the document describes the date, and somebody has to work it out",
        [Reasons.AmbiguousDate] = "day and month could be the other way round",
        [Reasons.ReplacedValue] = "the sentence replaces one value by another: see the candidates",
        [Reasons.HiddenText] = "words stand in the file here that nobody sees on the page",
        [Reasons.BlankInDocument] = "the place for it is left blank in the document",
        [Reasons.DefinedElsewhere] = "the document says that it stands elsewhere, such as in an order form",
        [Reasons.IncompleteList] = "many names stand in a row, and not all of them were found",
        [Reasons.PossibleMiss] = "nothing was found, but a sentence may hold it: see the possible misses",
        [Reasons.Language] = "much of the document is in a language that the model did not learn",
        [Reasons.NotGrounded] = "the model wrote a value that does not stand in the document like that",
        [Reasons.UnreadSentences] = "part of the document got no whole answer from the endpoint: a value may stand there",
        [Reasons.NoProbability] = "the endpoint does not say how sure its model was",
        [RoutingReasons.LowConfidence] = "not sure enough",
        [RoutingReasons.BudgetNotProven] = "too few checked answers exist to prove the error budget",
        [RoutingReasons.Unreadable] = "what should hold it cannot be read",
    };

    /// <summary>A code of a later version stands for itself.</summary>
    public static string Of(string code) => Words.TryGetValue(code, out var words) ? words : code.Replace('_', ' ');

    public static bool Knows(string code) => Words.ContainsKey(code);
}
