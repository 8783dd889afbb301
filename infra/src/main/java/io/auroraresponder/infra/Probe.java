package io.auroraresponder.infra;

import io.auroraresponder.infra.Permissions.Statement;
import io.auroraresponder.lambda.DeployedFunction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.Token;
import software.amazon.awscdk.services.ec2.CfnSecurityGroup;
import software.amazon.awscdk.services.lambda.CfnFunction;
import software.constructs.Construct;

/**
 * The probe of one VPC: reaches the databases' port there and nothing else. It signs its login itself, so it needs neither NAT nor
 * VPC endpoints; Lambda brings its events and its log by ways of its own.
 */
final class Probe extends Construct {
  private final ProbePlace place;
  private final CfnSecurityGroup group;
  private final ResponderFunction function;

  Probe(Construct scope, String id, ProbePlace place, DeploymentSettings settings, ResponderFunction.Common common,
      Map<String, String> environment, List<String> layers) {
    super(scope, id);
    this.place = place;
    this.group =
        CfnSecurityGroup.Builder.create(this, "Group")
            // By this name the functions find the group of a VPC that their settings have no room for.
            .groupName(functionName(settings, place))
            .groupDescription("Probe of " + settings.name() + ": may reach the databases only")
            .vpcId(place.vpc())
            .securityGroupEgress(place.databaseGroups().stream().map(this::towards).toList())
            .build();
    String name = functionName(settings, place);
    List<Statement> extra =
        new ArrayList<>(List.of(Permissions.logins(place.clusters().stream().map(cluster -> login(cluster, settings.login().user()))
        .toList())));
    extra.addAll(Permissions.attachment(Arns.of("lambda", "function:" + name)));
    CfnFunction.VpcConfigProperty network =
        CfnFunction.VpcConfigProperty.builder().subnetIds(place.subnets()).securityGroupIds(List.of(group.getAttrGroupId())).build();
    this.function =
        new ResponderFunction(this, "Function", DeployedFunction.PROBE, common,
        new ResponderFunction.Own(
            name, environment, extra, Optional.of(network), Optional.ofNullable(settings.concurrency().get(DeployedFunction.PROBE.id())),
            layers));
  }

  static String functionName(DeploymentSettings settings, ProbePlace place) {
    return settings.name() + "-" + DeployedFunction.PROBE.id() + "-" + place.suffix();
  }

  private CfnSecurityGroup.EgressProperty towards(String database) {
    return CfnSecurityGroup.EgressProperty.builder()
        .ipProtocol("tcp").fromPort(place.port()).toPort(place.port()).destinationSecurityGroupId(database)
        .description("port of the databases")
        .build();
  }

  /** The database's own security group is not ours to change, unless the cluster is new and its rule stands in this stack. */
  void tellTheWayIn(Stack stack) {
    for (int i = 0; i < place.databaseGroups().size(); i++) {
      String database = place.databaseGroups().get(i);
      if (!Token.isUnresolved(database)) {
        CfnOutput.Builder.create(stack, "WayIn" + place.suffix().replaceAll("[^A-Za-z0-9]", "") + i)
            .description("Lets the probe reach the databases")
            .value("aws ec2 authorize-security-group-ingress --group-id " + database + " --protocol tcp --port " + place.port()
                + " --source-group " + group.getAttrGroupId())
            .build();
      }
    }
  }

  private static String login(String cluster, String user) {
    return Arns.of("rds-db", "dbuser:" + cluster + "/" + user);
  }

  CfnSecurityGroup group() {
    return group;
  }

  ResponderFunction function() {
    return function;
  }

  ProbePlace place() {
    return place;
  }
}
