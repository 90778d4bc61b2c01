namespace Pipeline.Formats.Containers;

/// <summary>One file inside of a container.</summary>
/// <param name="Name">As the container gives it: anything at all.</param>
/// <param name="Incidental">Shown within a mail's text, like the logo of a signature: no document when it is a picture.</param>
/// <param name="Open">Gives its bytes, refusing to give more than so many.</param>
internal sealed record ContainerPart(string Name, bool Incidental, Func<long, Stream> Open);
