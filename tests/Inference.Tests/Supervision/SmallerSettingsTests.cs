using Pipeline.Inference.Supervision;
using Pipeline.Inference.Tests.Setup;

namespace Pipeline.Inference.Tests.Supervision;

public sealed class SmallerSettingsTests
{
    private static readonly EngineSettings Asked = LoadedModel.Settings with { Lanes = 2, Slots = 16, PassageTokens = 400, StepTokens = 2048 };

    [Fact]
    public void First_half_the_slots_then_half_the_context_then_nothing_more()
    {
        Assert.Equal(Asked with { Slots = 8 }, SmallerSettings.Of(Asked, 1)!.Value.Settings);
        Assert.Equal(Asked with { Slots = 8, PassageTokens = 200, StepTokens = 1024 }, SmallerSettings.Of(Asked, 2)!.Value.Settings);
        Assert.Null(SmallerSettings.Of(Asked, 3));
    }

    [Fact]
    public void Where_each_lane_has_one_slot_half_the_lanes_are_given_up() =>
        Assert.Equal(Asked with { Slots = 1, Lanes = 1 }, SmallerSettings.Of(Asked with { Slots = 1 }, 1)!.Value.Settings);

    [Fact]
    public void One_lane_of_one_slot_can_only_have_a_smaller_context()
    {
        var single = Asked with { Lanes = 1, Slots = 1 };

        Assert.Equal(single with { PassageTokens = 200, StepTokens = 1024 }, SmallerSettings.Of(single, 1)!.Value.Settings);
        Assert.Null(SmallerSettings.Of(single, 2));
    }

    [Fact]
    public void Nothing_gets_smaller_than_can_be_read_with() =>
        Assert.Null(SmallerSettings.Of(Asked with { Lanes = 1, Slots = 1, PassageTokens = 64, StepTokens = 64 }, 1));
}
