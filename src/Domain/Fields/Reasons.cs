using System.Collections.Immutable;

namespace Pipeline.Domain.Fields;

/// <summary>Why a field goes to a person: the stable codes of results (docs/results.md), in the order in which they are listed.</summary>
public static class Reasons
{
    /// <summary>No calibration exists, so no confidence is high enough.</summary>
    public const string NotCalibrated = "not_calibrated";

    /// <summary>A value has no normal form: an impossible date, words and digits that differ, an unknown jurisdiction.</summary>
    public const string NotNormalized = "not_normalized";

    /// <summary>A value was cut at the length limit.</summary>
    public const string Truncated = "truncated";

    /// <summary>A sentence held more findings than are read, so values may be missing.</summary>
    public const string Capped = "capped";

    /// <summary>A field that has one value has rivals over the threshold.</summary>
    public const string Conflict = "conflict";

    /// <summary>Something was found, but nothing over the model's threshold: see the candidates.</summary>
    public const string BelowThreshold = "below_threshold";

    /// <summary>The value stands in a sentence that had to be cut to be read: a word over 200 characters, or more tokens than fit.</summary>
    public const string CutSentence = "cut_sentence";

    /// <summary>Some pages of the document hold no words: a value may stand there.</summary>
    public const string PagesWithoutText = "pages_without_text";

    /// <summary>The contract would expire before it takes effect.</summary>
    public const string DatesOutOfOrder = "dates_out_of_order";

    /// <summary>The day of expiry is not the effective date and the term after it.</summary>
    public const string TermMismatch = "term_mismatch";

    /// <summary>The notice to end a renewal is not shorter than the term.</summary>
    public const string NoticeTooLong = "notice_too_long";

    /// <summary>A contract with one party or none.</summary>
    public const string FewerThanTwoParties = "fewer_than_two_parties";

    /// <summary>Many names stand in a row, and not all of them are values.</summary>
    public const string IncompleteList = "incomplete_list";

    /// <summary>The governing law is of no place that is known.</summary>
    public const string UnknownJurisdiction = "unknown_jurisdiction";

    /// <summary>The document describes a date that has to be worked out ("on the second anniversary").</summary>
    public const string ComputedDate = "computed_date";

    /// <summary>The day and the month of a date could be the other way round ("03/04/2024"), and nothing in the document says which.</summary>
    public const string AmbiguousDate = "ambiguous_date";

    /// <summary>The sentence puts one value in the place of another ("June 30, 2025 is replaced by December 31, 2027"): which of them is meant needs a reader.</summary>
    public const string ReplacedValue = "replaced_value";

    /// <summary>The place where the value should stand is left blank.</summary>
    public const string BlankInDocument = "blank_in_document";

    /// <summary>The document defines the value by another place or document ("the date set forth in the Order Form").</summary>
    public const string DefinedElsewhere = "defined_elsewhere";

    /// <summary>Nothing was found, but a sentence or a candidate came close.</summary>
    public const string PossibleMiss = "possible_miss";

    /// <summary>A value does not stand in the document as the model wrote it.</summary>
    public const string NotGrounded = "not_grounded";

    /// <summary>Part of the document got no whole answer from the endpoint: a value may stand there.</summary>
    public const string UnreadSentences = "unread_sentences";

    /// <summary>The endpoint gave no probabilities, so nothing says how sure the model was.</summary>
    public const string NoProbability = "no_probability";

    /// <summary>The document, or too much of it, is in a language that the model did not learn.</summary>
    public const string Language = "language";

    /// <summary>A place of the field holds words that are in the text layer of the file, but that nobody who looks at the page sees.</summary>
    public const string HiddenText = "hidden_text";

    /// <summary>Every code, in the order of results.</summary>
    public static ImmutableArray<string> All { get; } =
    [
        NotCalibrated, NotNormalized, Truncated, Capped, Conflict, BelowThreshold, CutSentence, DatesOutOfOrder, TermMismatch, NoticeTooLong, FewerThanTwoParties, IncompleteList, UnknownJurisdiction, ComputedDate,
        AmbiguousDate, ReplacedValue, BlankInDocument, DefinedElsewhere, PossibleMiss, Language, HiddenText, PagesWithoutText,
        NotGrounded, UnreadSentences, NoProbability,
    ];
}
