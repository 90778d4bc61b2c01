using Pipeline.Inference.Supervision;

namespace Pipeline.Inference.Tests.Supervision;

public sealed class RestartPauseTests
{
    [Fact]
    public void Pauses_grow_up_to_half_a_minute_and_end_with_the_first_document_read()
    {
        var pause = new RestartPause();
        var pauses = new List<double>();
        for (var i = 0; i < 10; i++)
        {
            pauses.Add(pause.Next.TotalSeconds);
            pause.Failed();
        }

        Assert.Equal([0, 0, 0.5, 1, 2, 4, 8, 16, 30, 30], pauses);
        pause.Progressed();
        Assert.Equal((0, TimeSpan.Zero), (pause.Fruitless, pause.Next));
    }
}
