using System.Text.RegularExpressions;
using Pipeline.Domain.Normalization;
using Pipeline.Domain.Schemas;

namespace Pipeline.Domain.Tests.Normalization;

public sealed partial class ArbitraryTextTests
{
    private const int Cases = 20_000;

    [Fact]
    public void Spans_lie_in_the_sentence_in_order_and_on_word_boundaries()
    {
        var texts = new ArbitraryText(1);
        var found = 0;
        for (var i = 0; i < Cases; i++)
        {
            var sentence = texts.Next();
            foreach (var spans in new[] { DateFinder.Find(sentence), DurationFinder.Find(sentence), MoneyFinder.Find(sentence) })
            {
                var end = 0;
                foreach (var span in spans)
                {
                    Assert.InRange(span.Start, end, sentence.Length - 1);
                    Assert.InRange(span.Length, 1, sentence.Length - span.Start);
                    end = span.Start + span.Length;
                    Assert.False(span.Start > 0 && IsWord(sentence[span.Start - 1]) && IsWord(sentence[span.Start]), sentence);
                    Assert.False(end < sentence.Length && IsWord(sentence[end - 1]) && IsWord(sentence[end]), sentence);
                    Assert.False(char.IsWhiteSpace(sentence[span.Start]) || char.IsWhiteSpace(sentence[end - 1]), sentence);
                    found++;
                }
            }
        }

        Assert.True(found > 100, $"The generator made only {found} dates and durations.");
    }

    [Fact]
    public void A_span_read_alone_has_the_normal_form_that_it_has_in_its_sentence()
    {
        var texts = new ArbitraryText(2);
        for (var i = 0; i < Cases; i++)
        {
            var sentence = texts.Next();
            foreach (var span in DateFinder.Find(sentence))
            {
                Assert.Equal(span.Normalized, DateNormalizer.Normalize(sentence.Substring(span.Start, span.Length)).Text);
            }

            foreach (var span in DurationFinder.Find(sentence))
            {
                Assert.Equal(span.Normalized, DurationNormalizer.Normalize(sentence.Substring(span.Start, span.Length)).Text);
            }

            foreach (var span in MoneyFinder.Find(sentence))
            {
                Assert.Equal(span.Normalized, MoneyNormalizer.Normalize(sentence.Substring(span.Start, span.Length)).Text);
            }
        }
    }

    [Fact]
    public void Every_text_has_a_key_and_either_a_normal_form_or_a_reason()
    {
        var texts = new ArbitraryText(3);
        for (var i = 0; i < Cases; i++)
        {
            var value = texts.Next();
            foreach (var kind in Enum.GetValues<FieldKind>())
            {
                var form = ValueNormalizer.Normalize(kind, value);
                Assert.NotNull(form.Key);
                Assert.True(form.Text is null == form.Problem is not null, $"{kind}: {value}");
                Assert.True(form.Text is null || form.Text.Length > 0, $"{kind}: {value}");
            }
        }
    }

    [Fact]
    public void A_normal_form_is_its_own_normal_form()
    {
        var texts = new ArbitraryText(4);
        for (var i = 0; i < Cases; i++)
        {
            var value = texts.Next();
            foreach (var kind in Enum.GetValues<FieldKind>())
            {
                if (ValueNormalizer.Normalize(kind, value) is { Text: { } text } form)
                {
                    var again = ValueNormalizer.Normalize(kind, text);
                    Assert.Equal((kind, text, form.Key), (kind, again.Text, again.Key));
                }
            }
        }
    }

    [Fact]
    public void Dates_and_durations_have_one_shape()
    {
        var texts = new ArbitraryText(5);
        for (var i = 0; i < Cases; i++)
        {
            var sentence = texts.Next();
            Assert.All(DateFinder.Find(sentence), span => Assert.True(span.Normalized is null || DateShape().IsMatch(span.Normalized)));
            Assert.All(DurationFinder.Find(sentence), span => Assert.True(span.Normalized is null || DurationShape().IsMatch(span.Normalized)));
        }
    }

    private static bool IsWord(char c) => char.IsLetter(c) || char.IsNumber(c);

    [GeneratedRegex(@"^[12]\d\d\d-[01]\d-[0-3]\d$")]
    private static partial Regex DateShape();

    [GeneratedRegex(@"^\d+(\.\d+)? (day|week|month|year)s?$")]
    private static partial Regex DurationShape();
}
