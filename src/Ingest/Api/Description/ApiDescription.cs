using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;
using Pipeline.Ingest.Api.Access;

namespace Pipeline.Ingest.Api.Description;

/// <summary>The OpenAPI 3.1 document.</summary>
internal static class ApiDescription
{
    public const string Address = UploadApi.Root + "/openapi.json";

    private const string Bearer = "bearer";
    private const string Header = "api_key";

    // What the way to any endpoint may say: key, scope, rate, our error, no database.
    private static readonly int[] Everywhere = [401, 403, 429, 500, 503];

    public static IServiceCollection AddApiDescription(this IServiceCollection services) => services.AddOpenApi(openApi =>
    {
        openApi.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
        openApi.ShouldInclude = endpoint => $"/{endpoint.RelativePath}".StartsWith(UploadApi.Root + "/", StringComparison.Ordinal);
        openApi.AddDocumentTransformer((document, _, _) =>
        {
            Introduce(document);
            return Task.CompletedTask;
        });
        openApi.AddOperationTransformer((operation, context, _) =>
        {
            Complete(operation, context);
            return Task.CompletedTask;
        });
    });

    public static RouteHandlerBuilder Describe(this RouteHandlerBuilder endpoint, EndpointDescription description)
    {
        endpoint.WithName(description.Name).WithSummary(description.Summary).WithDescription(description.Details).WithMetadata(description);
        foreach (var (status, type, contentType) in description.Answers)
        {
            endpoint.Produces(status, type ?? (status == StatusCodes.Status204NoContent ? typeof(void) : typeof(string)), status == StatusCodes.Status204NoContent ? null : contentType);
        }

        foreach (var status in description.Refusals.Concat(Everywhere))
        {
            endpoint.ProducesProblem(status);
        }

        return endpoint;
    }

    public static RouteHandlerBuilder Uploads(this RouteHandlerBuilder endpoint, bool many) => endpoint.WithMetadata(new UploadBody(many));

    private static void Introduce(OpenApiDocument document)
    {
        document.Info = new OpenApiInfo
        {
            Title = "Pipeline",
            Version = "v1",
            Description = "Send contracts, fetch what was found in them. Errors are Problem Details (RFC 9457) with a stable 'code'.",
        };
        // Paths are enough: whoever fetches the document knows where from.
        document.Servers = null;
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            [Bearer] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "An API key as bearer token." },
            [Header] = new OpenApiSecurityScheme { Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Header, Name = ApiKeyHandler.HeaderName, Description = "An API key in a header of its own." },
        };
    }

    private static void Complete(OpenApiOperation operation, OpenApiOperationTransformerContext context)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        if (metadata.OfType<IAuthorizeData>().LastOrDefault()?.Policy is { } scope)
        {
            operation.Security = [Requirement(Bearer, context.Document), Requirement(Header, context.Document)];
            operation.Description += $"\n\nNeeds the scope {scope}.";
        }

        if (metadata.OfType<UploadBody>().LastOrDefault() is { } body)
        {
            UploadDescription.Complete(operation, body);
        }

        if (metadata.OfType<EndpointDescription>().LastOrDefault() is { } description)
        {
            Answers(operation, description);
        }
    }

    private static void Answers(OpenApiOperation operation, EndpointDescription description)
    {
        foreach (var (status, response) in operation.Responses ?? [])
        {
            if (response is not OpenApiResponse answer)
            {
                continue;
            }

            if (status is "409" or "429" or "503")
            {
                answer.Headers = Headers("Retry-After", "Seconds after which it is worth asking again.");
            }
            else if (status is "201" or "202")
            {
                answer.Headers = Headers("Location", "Where to ask how it goes.");
            }

            if (answer.Content is { } content && description.Example is { } example && status == description.Answers[0].Status.ToString(System.Globalization.CultureInfo.InvariantCulture))
            {
                content["application/json"].Example = System.Text.Json.Nodes.JsonNode.Parse(example);
            }

            if (answer.Content?.TryGetValue("application/octet-stream", out var binary) == true || answer.Content?.TryGetValue("image/png", out binary) == true)
            {
                binary.Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" };
            }
        }
    }

    private static Dictionary<string, IOpenApiHeader> Headers(string name, string description) => new()
    {
        [name] = new OpenApiHeader { Description = description, Schema = new OpenApiSchema { Type = JsonSchemaType.String } },
    };

    private static OpenApiSecurityRequirement Requirement(string scheme, OpenApiDocument? document) => new() { [new OpenApiSecuritySchemeReference(scheme, document)] = [] };
}
