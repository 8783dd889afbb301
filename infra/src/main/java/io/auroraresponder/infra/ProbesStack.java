package io.auroraresponder.infra;

import io.auroraresponder.lambda.DeployedFunction;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.lambda.Code;
import software.constructs.Construct;

/**
 * Probes of further VPCs. A stack has room for 500 resources and an environment for 4 KB, so what goes beyond some stands in stacks of its
 * own, and the functions find those probes by their names: the function as Lambda knows it, its security group as EC2 does.
 */
final class ProbesStack extends Stack {
  /** So many stand in the responder's own stack; ours, of some forty that fit. */
  static final int BESIDE = 20;

  /** So many stand in one stack of probes: nine resources each and some together, of 500. */
  static final int MOST = 40;

  ProbesStack(Construct scope, String id, DeploymentSettings settings, List<ProbePlace> places, ResponderStack responder) {
    super(scope, id, StackProps.builder().description("Aurora Responder: probes of further VPCs").build());
    addStackDependency(responder, "the queue of failures, and who hears of them");
    ResponderFunction.Common common = responder.common(Code.fromAsset(settings.artifact()));
    List<String> roots = ResponderStack.rootsLayer(this, settings);
    List<OwnAlarms.Named> named = new ArrayList<>();
    for (ProbePlace place : places) {
      new Probe(this, "probe-" + place.suffix(), place, settings, common, responder.probeEnvironment(), roots).tellTheWayIn(this);
      named.add(new OwnAlarms.Named(Probe.functionName(settings, place), DeployedFunction.PROBE));
    }
    new OwnAlarms(settings.name(), settings.pages()).ofFunctions(named)
        .forEach(plan -> plan.create(this, List.of(responder.operations())));
  }
}
