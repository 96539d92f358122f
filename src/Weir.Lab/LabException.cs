namespace Weir.Lab;

/// <summary>What kept a lab from being planned, built or probed. Callers choose their exit code by it.</summary>
public enum LabError
{
    /// <summary>The kernel refused a step that should have worked; the message names the step and the reason.</summary>
    Kernel = 0,

    /// <summary>The manifests or the options ask for what no lab can be: two pods with one address, a name that is no name.</summary>
    InvalidInput,

    /// <summary>Not root, or root without the right to make network namespaces.</summary>
    NotPermitted,

    /// <summary>The kernel lacks nftables, veth links or IPv6.</summary>
    NotSupported,

    /// <summary>A lab of this name exists: it runs, or its process was killed.</summary>
    NameInUse,
}

/// <summary>One sentence for people that says what is wrong and what to do about it. Nothing half-built is left behind.</summary>
public sealed class LabException : Exception
{
    public LabException(LabError error, string message)
        : base(message) => Error = error;

    public LabException(LabError error, string message, Exception innerException)
        : base(message, innerException) => Error = error;

    public LabError Error { get; }
}
