namespace Pipeline.Cli.Benchmarks.Throughput;

/// <summary>What all processes of the service under measurement are started with.</summary>
/// <param name="Folder">For blobs and results.</param>
/// <param name="Database">Connection string.</param>
/// <param name="Broker">Address; null where messages stay in memory.</param>
/// <param name="ModelMilliseconds">What stands in for the model waits so long.</param>
/// <param name="AtOnce">And for so many documents at a time.</param>
internal sealed record FleetSettings(string Folder, string Database, string? Broker, int ModelMilliseconds, int AtOnce)
{
    private const string Plenty = "1000000";

    /// <summary>Settings of the product by their environment variables. Limits that protect the service from a single client would measure themselves: there is one client here.</summary>
    public IReadOnlyDictionary<string, string> Environment(bool notify) => new Dictionary<string, string>
    {
        ["ConnectionStrings__Postgres"] = Database,
        ["ConnectionStrings__RabbitMq"] = Broker ?? "",
        ["Transport"] = Broker is null ? "memory" : "rabbitmq",
        ["Pipeline__Blobs__Folder"] = Path.Combine(Folder, "blobs"),
        ["Pipeline__Delivery__Folder"] = Path.Combine(Folder, "results"),
        ["Pipeline__Web__Address"] = "http://127.0.0.1:0",
        ["Pipeline__Relay__Notify"] = notify ? "true" : "false",
        ["Pipeline__Service__StopWithin"] = "00:00:02",
        ["Pipeline__Api__KeyPerSecond"] = Plenty,
        ["Pipeline__Api__KeyBurst"] = Plenty,
        ["Pipeline__Api__AddressPerSecond"] = Plenty,
        ["Pipeline__Api__AddressBurst"] = Plenty,
        ["Pipeline__Api__MaxWaiting"] = Plenty,
    };
}
