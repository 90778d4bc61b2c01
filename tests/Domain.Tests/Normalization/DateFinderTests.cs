using System.Diagnostics;
using Pipeline.Domain.Normalization;

namespace Pipeline.Domain.Tests.Normalization;

public sealed class DateFinderTests
{
    [Theory]
    [InlineData("made as of May 3, 2011 between", "May 3, 2011", "2011-05-03")]
    [InlineData("made as of MAY 3rd, 2011.", "MAY 3rd, 2011", "2011-05-03")]
    [InlineData("on April 6th , 2005 by", "April 6th , 2005", "2005-04-06")]
    [InlineData("Dated: AUG. 1, 2012", "AUG. 1, 2012", "2012-08-01")]
    [InlineData("Sept. 9 2009", "Sept. 9 2009", "2009-09-09")]
    [InlineData("December 11,2014", "December 11,2014", "2014-12-11")]
    [InlineData("this 5th day of November 2004,", "5th day of November 2004", "2004-11-05")]
    [InlineData("this 21 st day of January, 2003", "21 st day of January, 2003", "2003-01-21")]
    [InlineData("the 22ND day of May , 2001", "22ND day of May , 2001", "2001-05-22")]
    [InlineData("on 6th of February, 1999", "6th of February, 1999", "1999-02-06")]
    [InlineData("on 15 Nov 2004", "15 Nov 2004", "2004-11-15")]
    [InlineData("2 September, 2004", "2 September, 2004", "2004-09-02")]
    [InlineData("Date: 3/19/07", "3/19/07", "2007-03-19")]
    [InlineData("Date:12/06/2006.", "12/06/2006", "2006-12-06")]
    [InlineData("(2/9/99)", "2/9/99", "1999-02-09")]
    [InlineData("1/1/68", "1/1/68", "2068-01-01")]
    [InlineData("1/1/69", "1/1/69", "1969-01-01")]
    [InlineData("25/12/2007", "25/12/2007", "2007-12-25")]
    [InlineData("from 2011-05-03 on", "2011-05-03", "2011-05-03")]
    [InlineData("Page 3 February 20, 2013", "February 20, 2013", "2013-02-20")]
    [InlineData("February 29, 2012", "February 29, 2012", "2012-02-29")]
    [InlineData("February 29, 2011", "February 29, 2011", null)]
    [InlineData("31 June 2011", "31 June 2011", null)]
    public void Finds_the_forms_that_contracts_use(string sentence, string value, string? normalized)
    {
        var span = Assert.Single(DateFinder.Find(sentence));
        Assert.Equal(value, sentence.Substring(span.Start, span.Length));
        Assert.Equal(normalized, span.Normalized);
    }

    [Theory]
    [InlineData("June __ , 2000")]
    [InlineData("in September 2011")]
    [InlineData("May 3, 20111")]
    [InlineData("May 3, 2011th")]
    [InlineData("Dismay 3, 2011")]
    [InlineData("May 45, 2011")]
    [InlineData("14/14/2011")]
    [InlineData("0/3/2011")]
    [InlineData("1/2/03/04")]
    [InlineData("9/1/2/03")]
    [InlineData("1/2/345")]
    [InlineData("2011-13-01")]
    [InlineData("x2011-05-03")]
    [InlineData("2011-05-03-07")]
    [InlineData("2011-5-3")]
    [InlineData("they may 5 times in 2010 do so")]
    [InlineData("")]
    public void Leaves_alone_what_is_no_date(string sentence) => Assert.Empty(DateFinder.Find(sentence));

    [Fact]
    public void Finds_every_date_of_a_sentence_in_order()
    {
        const string sentence = "from 1/2/2010 (the 3rd of March, 2010) until April 4, 2011";
        Assert.Equal(["2010-01-02", "2010-03-03", "2011-04-04"], DateFinder.Find(sentence).Select(span => span.Normalized));
    }

    [Theory]
    [InlineData("1")]
    [InlineData("1/")]
    [InlineData("5 th day of ")]
    [InlineData("May 5, ")]
    [InlineData("one hundred and ")]
    [InlineData("(1")]
    [InlineData("twenty-")]
    [InlineData("\ud800")]
    public void Takes_time_in_proportion_to_hostile_text(string part)
    {
        var hostile = string.Concat(Enumerable.Repeat(part, 400_000 / part.Length));
        var watch = Stopwatch.StartNew();
        DateFinder.Find(hostile);
        DurationFinder.Find(hostile);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5), $"{watch.Elapsed} for {hostile.Length} characters");
    }

    [Theory]
    [InlineData("as of May 5, 2011", "2011-05-05", null)]
    [InlineData("May 5, 2011 (5/5/2011)", "2011-05-05", null)]
    [InlineData("May 5, 2011 or May 6, 2011", null, NormalizationProblem.NotRecognized)]
    [InlineData("the Closing Date", null, NormalizationProblem.NotRecognized)]
    [InlineData("June 31, 2011", null, NormalizationProblem.ImpossibleDate)]
    public void Normalizes_a_value_that_holds_one_date(string value, string? text, NormalizationProblem? problem)
    {
        var form = DateNormalizer.Normalize(value);
        Assert.Equal(text, form.Text);
        Assert.Equal(text, form.Iso);
        Assert.Equal(problem, form.Problem);
    }
}
