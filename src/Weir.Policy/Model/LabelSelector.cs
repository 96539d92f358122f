namespace Weir.Policy.Model;

/// <summary>
/// A label selector as the API writes it (meta/v1 LabelSelector). All requirements are ANDed; the empty selector matches
/// everything (R15). Where "absent" means something, the field that holds a selector is nullable.
/// </summary>
public sealed record LabelSelector
{
    public static readonly LabelSelector Everything = new();

    public LabelSet MatchLabels { get; init; } = LabelSet.Empty;

    public EquatableArray<LabelSelectorRequirement> MatchExpressions { get; init; }

    public bool IsEmpty => MatchLabels.Count == 0 && MatchExpressions.IsEmpty;

    /// <summary>Every operator is one of the four. A selector that is not well formed matches nothing and is reported (R22).</summary>
    public bool IsWellFormed
    {
        get
        {
            foreach (var requirement in MatchExpressions)
            {
                if (requirement.ParsedOperator == LabelOperator.None) return false;
            }

            return true;
        }
    }

    public static LabelSelector Of(params (string Key, string Value)[] labels) => new() { MatchLabels = LabelSet.Of(labels) };

    public bool Matches(LabelSet labels)
    {
        ArgumentNullException.ThrowIfNull(labels);

        // R16, R20: the key must be present, be its value empty.
        foreach (var (key, value) in MatchLabels)
        {
            if (!labels.TryGetValue(key, out var actual) || !string.Equals(actual, value, StringComparison.Ordinal)) return false;
        }

        foreach (var requirement in MatchExpressions)
        {
            if (!requirement.Matches(labels)) return false;
        }

        return true;
    }

    public override string ToString()
    {
        if (IsEmpty) return "{}";
        return string.Join(',', MatchLabels.Select(label => $"{label.Key}={label.Value}").Concat(MatchExpressions.Select(r => r.ToString())));
    }
}

/// <summary>One entry of <c>matchExpressions</c>. The operator stays text: an unknown one reaches validation and matches nothing.</summary>
public sealed record LabelSelectorRequirement(string Key, string Operator, EquatableArray<string> Values)
{
    public LabelOperator ParsedOperator { get; } = Operator switch
    {
        "In" => LabelOperator.In,
        "NotIn" => LabelOperator.NotIn,
        "Exists" => LabelOperator.Exists,
        "DoesNotExist" => LabelOperator.DoesNotExist,
        _ => LabelOperator.None,
    };

    public bool Matches(LabelSet labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        var present = labels.TryGetValue(Key, out var value);
        return ParsedOperator switch
        {
            LabelOperator.In => present && Contains(value!), // R17
            LabelOperator.NotIn => !present || !Contains(value!), // R18: an absent key matches
            LabelOperator.Exists => present, // R19
            LabelOperator.DoesNotExist => !present, // R19
            _ => false, // R22
        };
    }

    public override string ToString() => ParsedOperator switch
    {
        LabelOperator.Exists => Key,
        LabelOperator.DoesNotExist => $"!{Key}",
        _ => $"{Key} {Operator} ({string.Join(',', Values)})",
    };

    private bool Contains(string value)
    {
        foreach (var candidate in Values)
        {
            if (string.Equals(candidate, value, StringComparison.Ordinal)) return true;
        }

        return false;
    }
}

/// <summary>The zero value matches nothing.</summary>
public enum LabelOperator
{
    None = 0,
    In,
    NotIn,
    Exists,
    DoesNotExist,
}
