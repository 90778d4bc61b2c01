using Pipeline.Inference.Decoding;

namespace Pipeline.Inference.Tests.Decoding;

public sealed class SentenceAnswerTests
{
    [Fact]
    public void Paths_to_one_finding_add_up_and_the_flags_of_each_stand()
    {
        var answer = new SentenceAnswer();
        answer.Add(1, 4, 6, null, 0.2, new EngineDecisions { Capped = true, Field = -2 });
        answer.Add(1, 4, 6, null, 0.5, new EngineDecisions { Field = -1 });
        answer.Add(1, 4, 6, null, 0.1, new EngineDecisions { Truncated = true, Field = -3 });

        var finding = Assert.Single(answer.Findings);
        Assert.Equal(0.8, finding.Probability, 12);
        Assert.Equal(-1, finding.Decisions.Field);
        Assert.True(finding.Decisions.Capped);
        Assert.True(finding.Decisions.Truncated);
    }
}
