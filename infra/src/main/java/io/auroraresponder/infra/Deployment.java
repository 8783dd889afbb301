package io.auroraresponder.infra;

import io.auroraresponder.incident.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.TagProps;
import software.amazon.awscdk.Tags;

/**
 * The stacks of one deployment: the cluster where one is wanted, what is kept, the responder, alarms for each watched cluster.
 *
 * <p>What cannot be taken back stands in stacks of its own and is made last in them, so that a first deployment which fails anywhere can be
 * repeated with the same command.
 */
final class Deployment {
  private final ResponderStack responder;
  private final Optional<ClusterStack> cluster;
  private final List<AlarmsStack> alarms = new ArrayList<>();

  Deployment(App app, DeploymentSettings settings) {
    this.cluster = settings.newCluster().map(wanted -> new ClusterStack(app, settings.name() + "-cluster", wanted, settings.login()));
    cluster.ifPresent(made -> new MembersStack(app, settings.name() + "-cluster-members", made));
    List<ProbePlace> places = new ArrayList<>(settings.probes().subList(0, Math.min(ProbesStack.BESIDE, settings.probes().size())));
    List<ProbePlace> others = settings.probes().subList(places.size(), settings.probes().size());
    List<WatchedCluster> watched = new ArrayList<>(settings.alarms());
    cluster.ifPresent(
        made -> {
          places.add(made.probePlace());
          watched.add(made.watched());
        });
    DataStack data = new DataStack(app, settings.name() + "-data", settings);
    OperatorsStack operators = new OperatorsStack(app, settings.name() + "-operators", settings, data);
    this.responder = new ResponderStack(app, settings.name(), settings.with(places, watched), others, data);
    responder.addStackDependency(operators, "the switch: without its table everything stands still");
    for (int i = 0; i < others.size(); i += ProbesStack.MOST) {
      new ProbesStack(app, settings.name() + "-probes-" + (i / ProbesStack.MOST + 2), settings,
          others.subList(i, Math.min(i + ProbesStack.MOST, others.size())), responder);
    }
    if (settings.fleetAlarms()) {
      new FleetAlarmsStack(app, settings.name() + "-alarms-fleet", settings.name(), settings.pages());
    }
    cluster.ifPresent(made -> made.admitProbe(responder, responder.probes().getLast().group()));
    for (WatchedCluster one : watched) {
      alarms.add(new AlarmsStack(app, settings.name() + "-alarms-" + one.cluster(), one, settings.pages()));
    }
    // On stacks alone: on every resource it would change everything with each version.
    app.getNode().getChildren().stream().filter(Stack.class::isInstance).map(Stack.class::cast)
        .forEach(stack -> stack.getTags().setTag("aurora-responder:version", Version.CURRENT));
    // CloudFormation takes no tags for dashboards.
    Tags.of(app).add("application", settings.name(),
        TagProps.builder().excludeResourceTypes(List.of("AWS::CloudWatch::Dashboard")).build());
  }

  ResponderStack responder() {
    return responder;
  }

  Optional<ClusterStack> cluster() {
    return cluster;
  }

  List<AlarmsStack> alarms() {
    return List.copyOf(alarms);
  }
}
