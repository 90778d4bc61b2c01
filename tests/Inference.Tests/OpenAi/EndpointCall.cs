using System.Text.Json.Nodes;

namespace Pipeline.Inference.Tests.OpenAi;

/// <summary>A request as the server saw it.</summary>
/// <param name="Number">From 1 on, of its path.</param>
internal sealed record EndpointCall(int Number, string Method, string Path, string? Authorization, JsonNode? Body)
{
    public string System => Body!["messages"]![0]!["content"]!.GetValue<string>();

    public string User => Body!["messages"]![1]!["content"]!.GetValue<string>();

    public int Lines => User.Split('\n').Length;
}
