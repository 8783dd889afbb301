package io.auroraresponder.infra;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awscdk.App;
import software.amazon.awscdk.TagProps;
import software.amazon.awscdk.Tags;

/** The stacks of one deployment: the cluster where one is wanted, the responder, alarms for each watched cluster. */
final class Deployment {
  private final ResponderStack responder;
  private final Optional<ClusterStack> cluster;
  private final List<AlarmsStack> alarms = new ArrayList<>();

  Deployment(App app, DeploymentSettings settings) {
    this.cluster = settings.newCluster().map(wanted -> new ClusterStack(app, settings.name() + "-cluster", wanted));
    List<ProbePlace> places = new ArrayList<>(settings.probes());
    List<WatchedCluster> watched = new ArrayList<>(settings.alarms());
    cluster.ifPresent(
        made -> {
          places.add(made.probePlace());
          watched.add(made.watched());
        });
    this.responder = new ResponderStack(app, settings.name(), settings.with(places, watched));
    cluster.ifPresent(made -> made.admitProbe(responder, responder.probes().getLast().group()));
    for (WatchedCluster one : watched) {
      alarms.add(new AlarmsStack(app, settings.name() + "-alarms-" + one.cluster(), one, settings.pages()));
    }
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
