using System.Text.Json.Serialization;

namespace Pipeline.Cli.Serve;

[JsonSourceGenerationOptions(WriteIndented = true)]
[JsonSerializable(typeof(ServiceRecord))]
internal sealed partial class ServiceRecordJson : JsonSerializerContext;
