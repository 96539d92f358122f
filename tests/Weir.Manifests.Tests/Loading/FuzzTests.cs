using System.Diagnostics;
using System.Globalization;
using System.Text;
using CsCheck;

namespace Weir.Manifests.Tests.Loading;

/// <summary>CsCheck prints the seed of a failure; set the environment variable CsCheck_Seed to replay it.</summary>
public class FuzzTests
{
    /// <summary>For each of the three generators; the variable is set by scripts/fuzz.</summary>
    private static readonly long Inputs = long.Parse(Environment.GetEnvironmentVariable("WEIR_FUZZ_INPUTS") ?? "3000", CultureInfo.InvariantCulture);

    private static readonly string Valid = string.Join("---\n",
    [
        Manifest.Policy("""
            {podSelector: {matchLabels: {app: web}, matchExpressions: [{key: tier, operator: In, values: [a, "b"]}]},
             policyTypes: [Ingress, Egress],
             ingress: [{from: [{ipBlock: {cidr: 10.0.0.0/8, except: [10.1.0.0/16]}}, {podSelector: {}}], ports: [{port: 80, endPort: 90}]}],
             egress: [{to: [{namespaceSelector: &all {}}, {podSelector: *all}], ports: [{protocol: UDP, port: dns}]}]}
            """),
        """
        apiVersion: v1
        kind: Pod
        metadata:
          name: p
          labels: &labels {app: web, <<: {tier: a}}
          creationTimestamp: "2024-01-01T00:00:00Z"
        spec:
          containers:
            - name: c
              ports:
                - {name: http, containerPort: 8080}
        status:
          phase: Running
          podIPs: [{ip: 10.0.0.1}, {ip: "fd00::1"}]

        """,
        """
        {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "d"},
         "spec": {"template": {"metadata": {"labels": {"a": "b"}}, "spec": {}}}}

        """,
        """
        apiVersion: v1
        kind: ServiceList
        items:
          - metadata: {name: s}
            spec:
              clusterIP: None
              ports: [{port: 80, targetPort: http}]
          - metadata:
              name: |
                t

        """,
    ]);

    private static readonly string[] Scraps =
    [
        "[", "]", "{", "}", ":", ": ", "- ", "\n", "\n---\n", "\n...\n", "\t", "  ", "\"", "'", "|", ">", "&x ", "*x", "*labels", "<<: ", "!!int ", "!",
        "%YAML 1.1\n", "#", "? ", ",", "null", "~", "yes", "0x", "-1", "1e999", ".inf", "\0", "\r", "\u2028", "é", "\ud83d", "\ufeff", "kind: List\n",
        "items: ", "spec: ", "metadata: 1\n", "[null]", "[[]]", "99999999999999999999", "2001-01-01", "@", "`", "\\", "\"\\u12", "\"\\x", "%TAG ! !x\n",
    ];

    private static readonly Gen<Func<string, string>> GenMutation = Gen.Select(Gen.Int[0, 3], Gen.Double[0, 1], Gen.Int[0, 20], Gen.Int[0, Scraps.Length - 1].Select(i => Scraps[i]))
        .Select((what, where, length, scrap) => new Func<string, string>(text =>
        {
            var at = (int)(where * text.Length);
            var end = Math.Min(text.Length, at + length);
            return what switch
            {
                0 => text.Insert(at, scrap),
                1 => text.Remove(at, end - at),
                2 => text.Insert(at, text[at..end]),
                _ => string.Concat(text.AsSpan(0, at), scrap, text.AsSpan(end)),
            };
        }));

    [Fact]
    public void The_document_that_is_mutated_is_valid() => Assert.Empty(Manifest.Load(Valid).Diagnostics);

    [Fact]
    public void No_mutation_of_a_valid_document_throws_or_hangs() => GenMutation.Array[1, 6].Sample(
        mutations =>
        {
            var text = Mutated(mutations);
            var watch = Stopwatch.StartNew();
            var result = Manifest.Load(text);

            // What is not read is said.
            var read = result.Loaded.Sum(count => count.Count) + result.PassedOver.Sum(count => count.Count);
            return watch.Elapsed < TimeSpan.FromSeconds(5) && (read > 0 || result.Diagnostics.Length > 0);
        },
        iter: Inputs,
        print: Mutated);

    [Fact]
    public void No_bytes_throw_or_hang() => Gen.Byte.Array[0, 200].Sample(
        bytes =>
        {
            var result = ManifestLoader.Load(["-"], new ManifestOptions { StandardInput = new MemoryStream(bytes) });
            return result.Diagnostics.Length > 0 || result.PassedOver.Length > 0;
        },
        iter: Inputs);

    [Fact]
    public void No_text_of_scraps_throws_or_hangs() => Gen.Int[0, Scraps.Length - 1].Select(i => Scraps[i]).Array[1, 40].Sample(
        scraps =>
        {
            var text = string.Concat(scraps);
            var watch = Stopwatch.StartNew();
            var result = Manifest.Load(text);
            return watch.Elapsed < TimeSpan.FromSeconds(5) && (result.Diagnostics.Length > 0 || result.PassedOver.Length > 0);
        },
        iter: Inputs);

    [Fact]
    public void Every_prefix_of_a_valid_document_is_read_or_refused()
    {
        for (var length = 0; length < Valid.Length; length++)
        {
            var text = Valid[..length];
            var result = ManifestLoader.Load(["-"], new ManifestOptions { StandardInput = new MemoryStream(Encoding.UTF8.GetBytes(text)) });

            Assert.True(result.Diagnostics.Length > 0 || result.Loaded.Length > 0 || result.PassedOver.Length > 0, text);
        }
    }

    private static string Mutated(Func<string, string>[] mutations) => mutations.Aggregate(Valid, (current, mutate) => mutate(current));
}
