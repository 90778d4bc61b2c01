using Pipeline.Domain.Documents;
using Pipeline.Workers.Queue;

namespace Pipeline.Workers.Tests.Queue;

public sealed class QueueNamesTests
{
    [Fact]
    public void Queues_keep_their_names_since_renaming_one_loses_its_messages() =>
        Assert.Equal(
            ["read-document-interactive", "read-document-bulk", "extract-fields-interactive", "extract-fields-bulk", "deliver-result-interactive", "deliver-result-bulk"],
            QueueNames.All);

    [Fact]
    public void Consumers_keep_their_names_since_they_are_part_of_the_inboxs_key() =>
        Assert.Equal(["read-document", "extract-fields", "deliver-result"], [ReadDocumentConsumer.Name, ExtractFieldsConsumer.Name, DeliverResultConsumer.Name]);

    [Theory]
    [InlineData("rabbitmq://host/vhost/extract-fields-interactive", DocumentPriority.Interactive)]
    [InlineData("loopback://localhost/read-document-bulk", DocumentPriority.Bulk)]
    public void The_priority_is_read_from_the_queue(string address, DocumentPriority priority) => Assert.Equal(priority, QueueNames.PriorityOf(new Uri(address)));

    [Theory]
    [InlineData("memory", null, true)]
    [InlineData("RabbitMQ", "amqp://guest:guest@localhost:5672/", true)]
    [InlineData("rabbitmq", "amqps://user:word@host/vhost", true)]
    [InlineData("rabbitmq", null, false)]
    [InlineData("rabbitmq", "http://host", false)]
    [InlineData("kafka", null, false)]
    public void A_transport_that_cannot_be_used_is_said_with_its_key(string transport, string? broker, bool good)
    {
        var problems = new QueueOptions { Transport = transport, RabbitMq = broker }.Problems();

        Assert.Equal(good, problems.Count == 0);
        Assert.All(problems, problem => Assert.Contains("Transport", problem, StringComparison.Ordinal));
    }

    [Fact]
    public void The_password_of_the_broker_is_in_no_message() =>
        Assert.Equal("host:5672", new QueueOptions { Transport = "rabbitmq", RabbitMq = "amqp://user:secret@host/v" }.Broker);
}
