using System.Reflection;
using System.Runtime.CompilerServices;
using Weir.Policy.Addresses;
using Weir.Policy.Compilation;
using Weir.Policy.Evaluation;
using Weir.Policy.Model;
using Weir.Policy.Ports;
using Weir.Policy.Resolution;

namespace Weir.Policy.Tests;

/// <summary>What the whole core keeps to, asked of the assembly itself.</summary>
public sealed class ConventionTests
{
    private static readonly Assembly Core = typeof(PolicyEvaluator).Assembly;

    [Fact]
    public void The_core_references_the_base_library_and_nothing_else() =>
        Assert.All(Core.GetReferencedAssemblies(), name => Assert.StartsWith("System.", name.Name));

    [Fact]
    public void No_public_field_can_change() =>
        Assert.All(
            Core.GetExportedTypes().Where(type => !type.IsEnum)
                .SelectMany(type => type.GetFields(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)),
            field => Assert.True(field.IsInitOnly || field.IsLiteral, $"{field.DeclaringType}.{field.Name}"));

    /// <summary>The model is data: what was read is never changed, only replaced.</summary>
    [Fact]
    public void No_property_of_the_model_can_change() =>
        Assert.All(
            Core.GetExportedTypes().Where(type => type.Namespace is "Weir.Policy.Model" or "Weir.Policy.Resolution" or "Weir.Policy.Addresses")
                .SelectMany(type => type.GetProperties()),
            property => Assert.True(
                property.SetMethod is not { IsPublic: true } setter
                || setter.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)),
                $"{property.DeclaringType}.{property.Name}"));

    [Fact]
    public void The_zero_value_of_a_verdict_denies()
    {
        Assert.Equal(Verdict.Deny, default);
        Assert.Equal(RuleAction.Deny, default);
        Assert.Equal(VerdictReason.NoRuleAllows, default);
        Assert.Equal(Verdict.Deny, new DirectionVerdict().Verdict);
        Assert.Equal(RuleAction.Deny, new Rule { Ref = new(new("K", null, "p"), Direction.Ingress, 0, default) }.Action);
        Assert.False(new FlowVerdict(null!, new(), new() { Verdict = Verdict.Allow }).IsAllowed);
        Assert.False(new FlowVerdict(null!, new() { Verdict = Verdict.Allow }, new()).IsAllowed);
    }

    [Fact]
    public void The_zero_value_of_what_is_matched_matches_nothing()
    {
        Assert.Equal(IPFamily.None, default);
        Assert.False(default(Cidr).Contains(default(IP)));
        Assert.False(default(IPRange).Contains(default));
        Assert.False(default(Protocol).HasPorts());
        Assert.False(PortSet.Of(Protocol.Tcp).Contains(default, 80));
        Assert.Equal(LabelOperator.None, default);
        Assert.NotEqual(PortTableId.Everything, default);
    }

    /// <summary>Every enum names its zero, so that a default is never an accident.</summary>
    [Fact]
    public void Every_enum_names_its_zero() =>
        Assert.All(Core.GetExportedTypes().Where(type => type.IsEnum), type => Assert.NotNull(Enum.GetName(type, Enum.ToObject(type, 0))));
}
