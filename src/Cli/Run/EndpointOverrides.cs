using Pipeline.Cli.Setup;

namespace Pipeline.Cli.Run;

/// <summary>Flags that stand over the settings of the endpoint; null and false leave a setting as it is.</summary>
internal sealed record EndpointOverrides(string? Url = null, string? Model = null, bool AllowRemote = false, string? KeyFile = null, int? Slots = null)
{
    public EndpointSettings Apply(EndpointSettings settings) => settings with
    {
        Url = Url ?? settings.Url,
        Model = Model ?? settings.Model,
        // What was allowed for one address is not allowed for another.
        AllowRemote = AllowRemote || (settings.AllowRemote && Url is null),
        // An endpoint that is named to read with is not one that is asked now and then.
        Escalate = Url is null ? settings.Escalate : null,
        KeyFile = KeyFile ?? (Url is null ? settings.KeyFile : null),
        Slots = Slots ?? settings.Slots,
    };
}
