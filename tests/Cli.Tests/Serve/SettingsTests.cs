using Pipeline.Cli.Serve;
using Pipeline.Cli.Setup;
using Pipeline.Cli.Tests.Repository;
using Pipeline.Workers.Queue;

namespace Pipeline.Cli.Tests.Serve;

public sealed class SettingsTests
{
    [Theory]
    [InlineData("http://127.0.0.1:8080", null, null)]
    [InlineData("http://[::1]:8080", null, null)]
    [InlineData("http://localhost:0", null, null)]
    [InlineData("http://0.0.0.0:8080", "10.0.0.0/8", null)]
    [InlineData("http://0.0.0.0:8080", "10.0.0.5", null)]
    [InlineData("http://0.0.0.0:8080", null, "ssh -L")]
    [InlineData("http://192.168.1.5:8080", null, "Pipeline:Web:Certificate")]
    [InlineData("https://0.0.0.0:8443", null, "Pipeline:Web:CertificateKey")]
    [InlineData("http://example.com:80", null, "Pipeline:Web:Address")]
    [InlineData("8080", null, "Pipeline:Web:Address")]
    [InlineData("http://127.0.0.1:8080", "somewhere", "Pipeline:Web:TrustedProxy")]
    public void Only_this_machine_is_served_without_a_certificate_or_a_named_proxy(string address, string? proxy, string? problem)
    {
        var problems = new WebOptions { Address = address, TrustedProxy = proxy }.Problems();

        if (problem is null)
        {
            Assert.Empty(problems);
        }
        else
        {
            Assert.Contains(problem, Assert.Single(problems), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_port_that_is_taken_is_passed_over()
    {
        using var taken = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, WebAddress.FirstFree().Port);
        taken.Start();
        var port = ((System.Net.IPEndPoint)taken.LocalEndpoint).Port;

        Assert.NotEqual(port, WebAddress.FirstFree().Port);
    }

    [Theory]
    [InlineData("ingest", QueueTransport.Memory, null)]
    [InlineData("ingest,sweep", QueueTransport.Memory, null)]
    [InlineData("read, Extract,deliver,relay", QueueTransport.Memory, null)]
    [InlineData("read", QueueTransport.RabbitMq, null)]
    [InlineData("read", QueueTransport.Memory, "relay, extract, deliver")]
    [InlineData("relay", QueueTransport.Memory, "read, extract, deliver")]
    [InlineData("reed", QueueTransport.RabbitMq, "There is no role reed")]
    [InlineData("", QueueTransport.RabbitMq, "ingest, read, extract, deliver, relay, sweep")]
    public void Roles_that_cannot_work_are_refused_with_what_to_do(string roles, QueueTransport transport, string? problem)
    {
        var problems = RoleNames.Problems(RoleNames.Parse(roles), transport).ToList();

        Assert.Equal(problem is not null, problems.Count > 0);
        Assert.All(problems, text => Assert.Contains(problem!, text, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("contracts", true)]
    [InlineData("my-fields_2", true)]
    [InlineData("../secrets", false)]
    [InlineData("/etc/passwd", false)]
    [InlineData("a.b", false)]
    [InlineData("Contracts", false)]
    [InlineData("a\n", false)]
    [InlineData("", false)]
    public void The_name_of_a_schema_is_never_a_path(string name, bool valid) => Assert.Equal(valid, SchemaName.IsValid(name));

    [Fact]
    public void All_that_is_wrong_is_named_at_once()
    {
        Dictionary<string, string?> wrong = new()
        {
            ["Transport"] = "pigeon",
            ["Pipeline:Lease:Heartbeat"] = "00:00:40",
            ["Pipeline:Sweep:AtOnce"] = "0",
            ["Pipeline:Relay:Confirm"] = "00:10:00",
            ["Pipeline:Service:Readers"] = "0",
            ["Pipeline:Web:Address"] = "http://0.0.0.0:1",
        };

        var refused = Assert.Throws<OperatorException>(() => ServiceSettings.Load(PipelineConfiguration.Load(Checkout.Root, wrong), Checkout.Root, "/nowhere", RoleNames.All));

        foreach (var key in wrong.Keys)
        {
            Assert.Contains(key, refused.Message, StringComparison.Ordinal);
        }
    }
}
