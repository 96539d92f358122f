namespace Weir.Policy.Tests.Analysis.Lints;

/// <summary>Lints about ports, addresses, DNS and the other side: rows that fire, and rows that are close and must not.</summary>
public sealed class RuleLintTests
{
    private const string Pods = """
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: web, labels: {app: web}}
        spec: {containers: [{name: c, ports: [{name: http, containerPort: 8080}, {name: stats, protocol: UDP, containerPort: 8125}]}]}
        status: {podIPs: [{ip: 10.0.0.5}]}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: db, labels: {app: db}}
        spec: {containers: [{name: c, ports: [{name: postgres, containerPort: 5432}]}]}
        status: {podIPs: [{ip: 10.0.0.6}]}

        """;

    private const string Silent = "---\napiVersion: v1\nkind: Pod\nmetadata: {name: silent, labels: {app: web}}\n";

    private const string Service = """
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: web}
        spec: {clusterIP: 10.96.0.9, selector: {app: web}, ports: [{port: 80, targetPort: http}]}

        """;

    private const string Dns = """
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: coredns, namespace: kube-system, labels: {k8s-app: kube-dns}}
        status: {podIPs: [{ip: 10.0.0.2}]}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: kube-dns, namespace: kube-system}
        spec: {clusterIP: 10.96.0.10, selector: {k8s-app: kube-dns}, ports: [{port: 53, protocol: UDP}]}

        """;

    private const string ToDns = "{to: [{namespaceSelector: {}, podSelector: {matchLabels: {k8s-app: kube-dns}}}], ports: [{protocol: UDP, port: 53}, {protocol: TCP, port: 53}]}";

    [Theory]
    [InlineData("ingress: [{ports: [{port: htpp}]}]", "", "WEIR010")]
    [InlineData("ingress: [{ports: [{port: http}]}]", "", null)]
    [InlineData("ingress: [{ports: [{protocol: UDP, port: http}]}]", "", "WEIR011")]
    [InlineData("ingress: [{ports: [{port: postgres}]}]", "", "WEIR010")] // the subjects' names count, not the peers'
    [InlineData("egress: [{to: [{podSelector: {matchLabels: {app: db}}}], ports: [{port: postgres}]}]", "", null)]
    [InlineData("egress: [{to: [{podSelector: {matchLabels: {app: db}}}], ports: [{port: http}]}]", "", "WEIR010")]
    [InlineData("egress: [{to: [{podSelector: {matchLabels: {app: gone}}}], ports: [{port: http}]}]", "", null)] // nobody to ask
    [InlineData("egress: [{ports: [{port: postgres}]}]", "", null)] // some pod has it
    [InlineData("egress: [{ports: [{port: mysql}]}]", "", "WEIR010")]
    [InlineData("egress: [{to: [{ipBlock: {cidr: 203.0.113.0/24}}], ports: [{port: https}]}]", "", "WEIR010")]
    [InlineData("ingress: [{ports: [{port: 9999}]}]", "", "WEIR012")]
    [InlineData("ingress: [{ports: [{port: 9999}]}]", Silent, null)]
    [InlineData("ingress: [{ports: [{port: 8000, endPort: 9000}]}]", "", null)]
    [InlineData("ingress: [{ports: [{protocol: UDP, port: 8080}]}]", "", "WEIR012")]
    [InlineData("ingress: [{ports: [{protocol: SCTP}]}]", "", null)] // a whole protocol
    [InlineData("egress: [{ports: [{port: 443}]}]", "", null)] // to anybody
    [InlineData("ingress: [{ports: [{port: 80}]}]", Service, "WEIR014")]
    [InlineData("ingress: [{ports: [{port: 80}, {port: 8080}]}]", Service, null)]
    [InlineData("ingress: [{ports: [{port: 81}]}]", Service, "WEIR012")]
    public void Ports_fit_the_pods_they_are_for(string section, string others, string? id) =>
        Assert.Equal(id is null ? [] : [id], Ids(section, Pods + others, "WEIR010", "WEIR011", "WEIR012", "WEIR014"));

    [Theory]
    [InlineData("ingress: [{ports: [{port: 8080}]}]", false)]
    [InlineData("ingress: [{ports: [{port: http}]}]", false)]
    [InlineData("ingress: [{ports: [{port: 8000, endPort: 9000}]}]", false)]
    [InlineData("ingress: [{}]", false)]
    [InlineData("ingress: [{from: [{podSelector: {}}]}]", false)]
    [InlineData("egress: [{}]", false)] // says nothing about ingress; policyTypes is [Egress]
    [InlineData("ingress: []", true)]
    [InlineData("ingress: [{ports: [{port: 80}]}]", true)]
    [InlineData("ingress: [{ports: [{protocol: UDP, port: 8080}]}]", true)]
    public void A_service_that_nobody_can_use_is_found(string section, bool fires) =>
        Assert.Equal(fires ? ["WEIR013"] : [], Ids(section, Pods + Service, "WEIR013"));

    [Theory]
    [InlineData("10.96.0.9/32", Service, "WEIR020")]
    [InlineData("10.96.0.0/24", Service, "WEIR020")]
    [InlineData("10.96.0.1/32", "", "WEIR020")] // the API server under kubeadm
    [InlineData("10.43.0.0/16", "", "WEIR020")]
    [InlineData("10.43.7.0/24", "", null)] // may be anything
    [InlineData("10.0.0.0/8", Service, "WEIR024")] // wide, and there are pods in it
    [InlineData("10.64.0.0/10", Service, null)] // wider than any Service range
    [InlineData("0.0.0.0/0", Service, null)]
    [InlineData("203.0.113.0/24", Service, null)]
    public void Blocks_of_service_addresses_are_found(string cidr, string others, string? id) =>
        Assert.Equal(id is null ? [] : [id], Ids($"egress: [{{to: [{{ipBlock: {{cidr: {cidr}}}}}]}}]", Pods + others, "WEIR020", "WEIR024"));

    [Theory]
    [InlineData("egress: []", "", null)] // cut off on purpose
    [InlineData("egress: [{to: [{podSelector: {}}]}]", "", "WEIR040")]
    [InlineData("egress: [{to: [{podSelector: {}}]}]", Dns, "WEIR040")]
    [InlineData("egress: [{}]", Dns, null)]
    [InlineData("egress: [{ports: [{port: 443}]}]", Dns, "WEIR040")]
    [InlineData("egress: [{ports: [{protocol: UDP, port: 53}]}]", Dns, "WEIR041")]
    [InlineData("egress: [{to: [{podSelector: {}}]}, " + ToDns + "]", Dns, null)]
    [InlineData("egress: [{to: [{podSelector: {}}]}, " + ToDns + "]", "", null)] // the usual labels
    [InlineData("egress: [{to: [{namespaceSelector: {}}]}]", Dns, null)]
    [InlineData("egress: [{to: [{podSelector: {matchLabels: {k8s-app: kube-dns}}}], ports: [{protocol: UDP, port: 53}]}]", Dns, "WEIR040")] // the wrong namespace
    [InlineData("egress: [{to: [{ipBlock: {cidr: 203.0.113.53/32}}], ports: [{protocol: UDP, port: 53}, {port: 53}]}]", Dns, null)] // a resolver of his own
    [InlineData("egress: [{to: [{ipBlock: {cidr: 203.0.113.0/24}}]}]", Dns, "WEIR040")]
    [InlineData("egress: [{to: [{ipBlock: {cidr: 10.0.0.0/8}}]}]", Dns, null)]
    [InlineData("egress: [{to: [{ipBlock: {cidr: 203.0.113.0/24}}]}]", "", null)] // who knows where the resolver is
    public void Who_may_send_may_ask_for_names(string section, string others, string? id) =>
        Assert.Equal(id is null ? [] : [id], Ids(section, Pods + others, "WEIR040", "WEIR041"));

    [Fact]
    public void Another_policy_of_the_same_pods_may_allow_dns()
    {
        var manifests = Policy("podSelector: {matchLabels: {app: web}}, egress: [{to: [{podSelector: {}}]}]", "web") + "---\n"
            + Policy("podSelector: {}, egress: [" + ToDns + "]", "dns") + Pods + Dns;
        Assert.DoesNotContain("WEIR040", Linted.Ids(manifests));
        Assert.Contains("WEIR040", Linted.Ids(manifests.Replace("podSelector: {}, egress", "podSelector: {matchLabels: {app: db}}, egress", StringComparison.Ordinal)));
    }

    [Fact]
    public void Dns_is_checked_without_pods_too()
    {
        Assert.Contains("WEIR040", Linted.Ids(Policy("podSelector: {matchLabels: {app: web}}, egress: [{to: [{podSelector: {}}]}]")));
        Assert.DoesNotContain("WEIR040", Linted.Ids(
            Policy("podSelector: {matchLabels: {app: web}}, egress: [{to: [{podSelector: {}}]}]") + "---\n" + Policy("podSelector: {}, egress: [" + ToDns + "]", "dns")));
    }

    [Theory]
    [InlineData("{from: [{podSelector: {matchLabels: {app: web}}}]}", false)]
    [InlineData("{from: [{podSelector: {matchLabels: {app: web}}}], ports: [{port: 5432}]}", false)]
    [InlineData("{from: [{podSelector: {matchLabels: {app: web}}}], ports: [{port: postgres}]}", false)]
    [InlineData("{from: [{podSelector: {matchLabels: {app: web}}}], ports: [{port: 5433}]}", true)]
    [InlineData("{from: [{podSelector: {matchLabels: {app: other}}}]}", true)]
    [InlineData("{from: [{ipBlock: {cidr: 10.0.0.5/32}}]}", false)]
    public void Egress_that_the_destinations_ingress_denies_is_found(string rule, bool fires) =>
        Assert.Equal(fires, Linted.Ids(ToDb(rule) + Pods).Contains("WEIR050"));

    [Fact]
    public void What_a_block_of_the_destination_holds_is_not_known_without_addresses()
    {
        const string Templates = """
            ---
            apiVersion: v1
            kind: Pod
            metadata: {name: web, labels: {app: web}}
            ---
            apiVersion: v1
            kind: Pod
            metadata: {name: db, labels: {app: db}}
            spec: {containers: [{name: c, ports: [{name: postgres, containerPort: 5432}]}]}

            """;
        Assert.DoesNotContain("WEIR050", Linted.Ids(ToDb("{from: [{ipBlock: {cidr: 10.0.0.0/8}}]}") + Templates));
        Assert.Contains("WEIR050", Linted.Ids(ToDb("{from: [{podSelector: {matchLabels: {app: other}}}]}") + Templates));
    }

    [Fact]
    public void A_peer_that_lacks_the_named_port_says_nothing_about_the_others()
    {
        const string Nameless = "---\napiVersion: v1\nkind: Pod\nmetadata: {name: a, labels: {app: db}}\nstatus: {podIPs: [{ip: 10.0.0.1}]}\n";
        Assert.Contains("WEIR050", Linted.Ids(ToDb("{from: [{podSelector: {matchLabels: {app: other}}}]}") + Nameless + Pods));
    }

    [Theory]
    [InlineData("{to: [{podSelector: {matchLabels: {app: db}}}]}", false)]
    [InlineData("{to: [{podSelector: {matchLabels: {app: db}}}], ports: [{port: 5433}]}", true)]
    [InlineData("{to: [{podSelector: {matchLabels: {app: other}}}]}", true)]
    public void Ingress_that_the_sources_egress_denies_is_found(string rule, bool fires) => Assert.Equal(
        fires,
        Linted.Ids(
            Policy("podSelector: {matchLabels: {app: db}}, ingress: [{from: [{podSelector: {matchLabels: {app: web}}}], ports: [{port: postgres}]}]", "db")
            + "---\n" + Policy("podSelector: {matchLabels: {app: web}}, policyTypes: [Egress], egress: [" + rule + "]", "web") + Pods).Contains("WEIR051"));

    [Theory]
    [InlineData("ingress: [{from: [{ipBlock: {cidr: 0.0.0.0/0}}]}]", "10.0.0.9\"}, {ip: \"fd00::9", "WEIR023")]
    [InlineData("ingress: [{from: [{ipBlock: {cidr: \"::/0\"}}]}]", "10.0.0.9\"}, {ip: \"fd00::9", "WEIR023")]
    [InlineData("ingress: [{from: [{ipBlock: {cidr: 0.0.0.0/0}}]}]", "10.0.0.9", null)]
    [InlineData("ingress: [{from: [{ipBlock: {cidr: 203.0.113.0/24}}]}]", "10.0.0.9\"}, {ip: \"fd00::9", null)]
    [InlineData("ingress: [{from: [{ipBlock: {cidr: 0.0.0.0/0}}]}, {from: [{ipBlock: {cidr: \"2000::/3\"}}]}]", "10.0.0.9\"}, {ip: \"fd00::9", null)]
    [InlineData("ingress: [{from: [{ipBlock: {cidr: 0.0.0.0/0}}]}, {}]", "10.0.0.9\"}, {ip: \"fd00::9", null)]
    public void One_family_is_a_finding_where_the_cluster_has_two(string section, string addresses, string? id) => Assert.Equal(
        id is null ? [] : [id],
        Ids(section, $"---\napiVersion: v1\nkind: Pod\nmetadata: {{name: dual, labels: {{app: web}}}}\nstatus: {{podIPs: [{{ip: \"{addresses}\"}}]}}\n", "WEIR023"));

    [Theory]
    [InlineData("egress: []", "WEIR030")]
    [InlineData("egress: [{to: [{podSelector: {}}]}]", "WEIR030")]
    [InlineData("egress: [{to: [{podSelector: {}}]}], ingress: []", null)]
    [InlineData("policyTypes: [Egress], egress: []", null)]
    [InlineData("ingress: []", null)]
    [InlineData("policyTypes: [Egress], ingress: [{from: [{podSelector: {}}]}]", "WEIR031")]
    [InlineData("policyTypes: [Egress], ingress: []", null)]
    [InlineData("ingress: [null]", "WEIR032")]
    [InlineData("ingress: [{}]", null)]
    [InlineData("ingress: [{from: }]", "WEIR033")]
    [InlineData("policyTypes: [Egress], egress: [{to: []}]", "WEIR033")]
    [InlineData("ingress: [{ports: [null]}]", "WEIR034")]
    [InlineData("ingress: [{ports: [{port: }]}]", "WEIR034")]
    [InlineData("ingress: [{ports: [{protocol: TCP}]}]", null)]
    [InlineData("ingress: [{ports: []}]", "WEIR037")]
    [InlineData("ingress: [{from: [{podSelector: {matchLabels: {app: }}}]}]", "WEIR036")]
    [InlineData("ingress: [{from: [{podSelector: {matchLabels: {app: \"\"}}}]}]", null)]
    public void Texts_that_mean_something_else_are_found(string section, string? id) => Assert.Equal(
        id is null ? [] : [id],
        Linted.Ids(Policy($"podSelector: {{}}, {section}")).Where(found => found.StartsWith("WEIR03", StringComparison.Ordinal)));

    /// <summary>Egress of web to db, and the ingress of db.</summary>
    private static string ToDb(string ingressRule) =>
        Policy("podSelector: {matchLabels: {app: web}}, policyTypes: [Egress], egress: [{to: [{podSelector: {matchLabels: {app: db}}}], ports: [{port: postgres}]}]", "web")
        + "---\n" + Policy("podSelector: {matchLabels: {app: db}}, ingress: [" + ingressRule + "]", "db");

    /// <summary>Of the policy for web with this section, under the direction that it names.</summary>
    private static IEnumerable<string> Ids(string section, string others, params string[] ids) =>
        Linted.Ids(Policy($"podSelector: {{matchLabels: {{app: web}}}}, policyTypes: [{(section[0] == 'i' ? "Ingress" : "Egress")}], {section}") + others).Where(ids.Contains);

    private static string Policy(string spec, string name = "p") =>
        $"apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {{name: {name}, namespace: shop}}\nspec: {{{spec}}}\n";
}
