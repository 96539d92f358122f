using Weir.Policy.Compilation;
using Weir.Policy.Evaluation;
using Weir.Policy.Model;
using Weir.Policy.Resolution;
using Weir.Testing;

namespace Weir.Policy.Tests.Evaluation;

/// <summary>The verdicts by hand (rule book F.1), asked of the evaluator and of every kind of table.</summary>
public sealed class GoldenTests
{
    [Fact]
    public void Every_row_is_there()
    {
        SkipWithoutCases();
        Assert.Equal(Enumerable.Range(1, 82).Select(number => $"G{number:00}"), GoldenCase.All.Select(row => row.Id));
        Assert.Equal(39, GoldenCase.All.Count(row => !row.Allowed));
    }

    [Fact]
    public void The_evaluator_says_what_the_hand_said()
    {
        SkipWithoutCases();
        Assert.All(GoldenCase.All, row =>
        {
            var evaluator = new PolicyEvaluator(GoldenWorld.With(row.Policies));
            Assert.Empty(evaluator.Policies.Problems);
            Assert.True(row.Allowed == evaluator.Evaluate(Flow(row, evaluator)).IsAllowed, row.ToString());
        });
    }

    [Fact]
    public void A_table_says_what_the_hand_said()
    {
        SkipWithoutCases();
        Assert.All(GoldenCase.All, row =>
        {
            foreach (var compiler in (PolicyCompiler[])[PolicyCompiler.ForEveryNode(), PolicyCompiler.ForAnalysis()])
            {
                compiler.Load(GoldenWorld.With(row.Policies));
                compiler.Commit();
                Check(row, compiler);
            }
        });
    }

    [Fact]
    public void The_nodes_tables_together_say_what_the_hand_said()
    {
        SkipWithoutCases();
        Assert.All(GoldenCase.All, row =>
        {
            var snapshot = GoldenWorld.With(row.Policies);
            var flow = Flow(row, new PolicyEvaluator(snapshot));
            var allowed = Node(flow.Source).Allows(Direction.Egress, flow) && Node(flow.Destination).Allows(Direction.Ingress, flow);
            Assert.True(row.Allowed == allowed, row.ToString());

            // Each end is enforced where it lives; what is no pod is enforced nowhere.
            PolicyCompiler Node(Endpoint end)
            {
                var compiler = PolicyCompiler.ForNode(end is PodEndpoint { Pod.NodeName: { } name } ? name : "elsewhere");
                compiler.Load(snapshot);
                compiler.Commit();
                return compiler;
            }
        });
    }

    [Fact]
    public void One_table_that_lives_through_all_rows_says_what_the_hand_said()
    {
        SkipWithoutCases();
        var compiler = PolicyCompiler.ForEveryNode();
        compiler.Load(GoldenWorld.Snapshot);
        var mirror = new TableMirror();
        mirror.Apply(compiler.Commit());
        foreach (var row in GoldenCase.All)
        {
            foreach (var policy in row.Policies) compiler.Set(policy);
            mirror.Apply(compiler.Commit());
            Check(row, compiler);
            foreach (var policy in row.Policies) compiler.Remove(new PolicyRef(NetworkPolicyLowering.Kind, policy.Namespace, policy.Name));
        }

        mirror.Apply(compiler.Commit());
        Assert.True(compiler.Table.ToDelta().IsEmpty);
    }

    private static void Check(GoldenCase row, PolicyCompiler compiler)
    {
        var flow = Flow(row, new PolicyEvaluator(GoldenWorld.With(row.Policies)));
        Assert.True(row.Allowed == compiler.Allows(flow), row.ToString());
    }

    private static Flow Flow(GoldenCase row, PolicyEvaluator evaluator) =>
        GoldenWorld.Flow(evaluator, row.Source, row.Destination, row.Protocol, row.Port) with { ViaService = row.ViaService };

    private static void SkipWithoutCases() => Assert.SkipWhen(Repository.SharedCase("golden.json") is null, Repository.NoCases);
}
