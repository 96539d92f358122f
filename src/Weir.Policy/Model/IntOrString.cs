using System.Globalization;

namespace Weir.Policy.Model;

/// <summary>A port by number or by name; exactly one of the two is set. <c>"80"</c> is a name (AT5).</summary>
public readonly record struct IntOrString
{
    private IntOrString(int number, string? name)
    {
        Number = number;
        Name = name;
    }

    /// <summary>Meaningful when <see cref="Name"/> is null.</summary>
    public int Number { get; }

    public string? Name { get; }

    public static implicit operator IntOrString(int number) => new(number, null);

    public static implicit operator IntOrString(string name) => new(0, name);

    public override string ToString() => Name ?? Number.ToString(CultureInfo.InvariantCulture);
}
