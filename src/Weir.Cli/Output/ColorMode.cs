namespace Weir.Cli.Output;

internal enum ColorMode
{
    /// <summary>On a terminal, unless NO_COLOR is set.</summary>
    Auto = 0,
    Always,
    Never,
}

internal enum OutputFormat
{
    Text = 0,
    Json,
    Csv,
    Markdown,
    Dot,
    Svg,
    Html,
    Sarif,
    JUnit,
    GitHub,
    Tap,
}
