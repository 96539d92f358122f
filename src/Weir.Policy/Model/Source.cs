using System.Globalization;

namespace Weir.Policy.Model;

/// <summary>Where something was written: file (or "-" for standard input), line and column from 1. The default is "nowhere": a live object.</summary>
public readonly record struct Source(string? File, int Line, int Column)
{
    public bool IsKnown => File is not null;

    public override string ToString() =>
        File is null ? "" : Line == 0 ? File : string.Create(CultureInfo.InvariantCulture, $"{File}:{Line}:{Column}");
}
