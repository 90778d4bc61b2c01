using Pipeline.Domain.Layout;

namespace Pipeline.Domain.Results;

public sealed record PageResult(int Number, double Width, double Height, int Rotation, PageSource Source);
