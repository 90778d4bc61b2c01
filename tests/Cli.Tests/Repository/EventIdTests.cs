using System.Reflection;
using Microsoft.Extensions.Logging;

namespace Pipeline.Cli.Tests.Repository;

public sealed partial class EventIdTests
{
    [Fact]
    public void Every_log_message_has_an_event_id_of_its_own() =>
        Assert.Empty(Faults(ProductAssemblies.All.SelectMany(ProductAssemblies.TypesIn)));

    [Fact]
    public void The_check_finds_an_id_used_twice_and_a_missing_one()
    {
        var faults = Faults([typeof(First), typeof(Second)]).ToList();

        Assert.Contains(faults, fault => fault.StartsWith("7: ", StringComparison.Ordinal) && fault.Contains(nameof(First), StringComparison.Ordinal) && fault.Contains(nameof(Second), StringComparison.Ordinal));
        Assert.Contains(faults, fault => fault.Contains(nameof(Second.WithoutId), StringComparison.Ordinal));
        Assert.Equal(2, faults.Count);
    }

    private static IEnumerable<string> Faults(IEnumerable<Type> types) =>
        from type in types
        from method in type.GetMethods(BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
        let attribute = method.GetCustomAttribute<LoggerMessageAttribute>()
        where attribute is not null
        group $"{type.FullName}.{method.Name}" by attribute.EventId into users
        where users.Key <= 0 || users.Count() > 1
        select $"{users.Key}: {string.Join(", ", users)}";

    private static partial class First
    {
        [LoggerMessage(7, LogLevel.Information, "One")]
        public static partial void One(ILogger logger);

        [LoggerMessage(8, LogLevel.Information, "Other")]
        public static partial void Other(ILogger logger);
    }

    private static partial class Second
    {
        [LoggerMessage(EventId = 7, Level = LogLevel.Information, Message = "Two")]
        public static partial void Two(ILogger logger);

        [LoggerMessage(Level = LogLevel.Information, Message = "Three")]
        public static partial void WithoutId(ILogger logger);
    }
}
