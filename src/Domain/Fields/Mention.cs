using Pipeline.Domain.Normalization;

namespace Pipeline.Domain.Fields;

/// <summary>One place that speaks for a value: a finding, or one of the two names in a finding such as "Diedrich and Green Mountain".</summary>
/// <param name="Text">The verbatim value, or the option of a choice; null where the sentence is the evidence and has no value.</param>
internal sealed record Mention(Finding Finding, int? Start, int? Length, string? Text, NormalForm? Form)
{
    /// <summary>The document holds it as it is written here.</summary>
    public bool IsGrounded => Finding.Ungrounded is null;

    public double Confidence { get; } = double.IsNaN(Finding.Confidence) ? 0 : Math.Clamp(Finding.Confidence, 0, 1);

    /// <summary>A value's key; a place without a value is its own.</summary>
    public string Key => Form?.Key ?? FormattableString.Invariant($"#{Finding.Sentence}");

    /// <summary>What stands in the document goes before what does not, however sure the model was.</summary>
    public static int BestFirst(Mention left, Mention right)
    {
        var order = right.IsGrounded.CompareTo(left.IsGrounded);
        order = order != 0 ? order : right.Confidence.CompareTo(left.Confidence);
        return order != 0 ? order : InReadingOrder(left, right);
    }

    public static int InReadingOrder(Mention left, Mention right)
    {
        var order = left.Finding.Sentence.CompareTo(right.Finding.Sentence);
        order = order != 0 ? order : (left.Start ?? -1).CompareTo(right.Start ?? -1);
        order = order != 0 ? order : (left.Length ?? -1).CompareTo(right.Length ?? -1);
        return order != 0 ? order : string.CompareOrdinal(left.Text, right.Text);
    }
}
