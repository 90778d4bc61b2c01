using System.Net.Sockets;

namespace Pipeline.Workers.Tests.Queue;

[Collection(RabbitMqGroup.Name)]
public sealed class RabbitMqNodeTests(RabbitMqFixture broker)
{
    [RabbitMqFact]
    public async Task A_killed_broker_comes_back_with_what_it_kept()
    {
        await using var node = await RabbitMqNode.StartAsync(CancellationToken.None);
        var host = await node.CreateVirtualHostAsync(CancellationToken.None);

        await node.KillAsync(CancellationToken.None);
        using (var client = new TcpClient())
        {
            await Assert.ThrowsAsync<SocketException>(() => client.ConnectAsync("127.0.0.1", node.Port));
        }

        await node.RestartAsync(CancellationToken.None);

        Assert.Contains(new Uri(host).AbsolutePath.TrimStart('/'), await node.ControlAsync("rabbit_vhost:list_names().", CancellationToken.None), StringComparison.Ordinal);
    }

    [RabbitMqFact]
    public async Task A_new_virtual_host_has_no_queue()
    {
        var host = new Uri(await broker.CreateVirtualHostAsync()).AbsolutePath.TrimStart('/');

        Assert.Empty(await broker.Node.QueuesAsync(host, CancellationToken.None));
    }
}
