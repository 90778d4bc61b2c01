using Microsoft.OpenApi;
using Pipeline.Ingest.Api.Uploads;

namespace Pipeline.Ingest.Api.Description;

/// <summary>What is sent with documents: the endpoints read their bodies themselves, so nothing can tell it from their parameters.</summary>
internal static class UploadDescription
{
    private static readonly (string Name, string Description)[] Fields =
    [
        (OrderFields.Name, "What the file is called, in place of the form's filename; of several files the name of their batch."),
        (OrderFields.Reference, "Your own key: comes back in results, lists and webhooks. At most 200 characters."),
        (OrderFields.Labels, "A JSON object of texts, such as {\"team\":\"legal\"}: comes back too. At most 20 labels, keys of 1 to 64 and values of at most 256 characters."),
        (OrderFields.Schema, "Which fields are wanted: the name of an installed schema."),
        (OrderFields.Batch, "Id of an open batch to put it into."),
        (OrderFields.Priority, "interactive or bulk. A single document is interactive where nothing is said, a batch bulk."),
        (OrderFields.Callback, "An https address that events of this document are sent to."),
    ];

    public static void Complete(OpenApiOperation operation, UploadBody body)
    {
        operation.Parameters = [.. operation.Parameters ?? [], IdempotencyKey()];
        var content = new Dictionary<string, OpenApiMediaType> { ["multipart/form-data"] = new() { Schema = Form(body.Many) } };
        if (body.Many)
        {
            content["application/json"] = new() { Schema = Batch() };
        }
        else
        {
            operation.Parameters = [.. operation.Parameters, .. Fields.Select(Query)];
            content["application/octet-stream"] = new() { Schema = Binary("The document itself, under this or its own Content-Type; what it is, its bytes say.") };
        }

        operation.RequestBody = new OpenApiRequestBody { Required = true, Content = content };
    }

    private static OpenApiSchema Form(bool many)
    {
        var file = Binary(many ? "A document; up to 200 parts, each with a filename." : "The document.");
        var properties = new Dictionary<string, IOpenApiSchema> { ["file"] = many ? new OpenApiSchema { Type = JsonSchemaType.Array, Items = file } : file };
        foreach (var (name, description) in Fields)
        {
            properties[name] = Text(description);
        }

        return new OpenApiSchema { Type = JsonSchemaType.Object, Required = new HashSet<string> { "file" }, Properties = properties };
    }

    private static OpenApiSchema Batch() => new()
    {
        Type = JsonSchemaType.Object,
        Properties = new Dictionary<string, IOpenApiSchema> { ["name"] = Text("For people."), ["reference"] = Text("Your own key. At most 200 characters.") },
    };

    private static OpenApiParameter IdempotencyKey() => new()
    {
        Name = UploadEndpoint.KeyHeader,
        In = ParameterLocation.Header,
        Description = "1 to 200 visible characters, best a UUID. The same request with the same key has its effect once, for 24 hours.",
        Schema = Text("A key of your own."),
    };

    private static OpenApiParameter Query((string Name, string Description) field) => new()
    {
        Name = field.Name,
        In = ParameterLocation.Query,
        Description = field.Description + " With a form it is a field.",
        Schema = Text(field.Description),
    };

    private static OpenApiSchema Text(string description) => new() { Type = JsonSchemaType.String, Description = description };

    private static OpenApiSchema Binary(string description) => new() { Type = JsonSchemaType.String, Format = "binary", Description = description };
}
