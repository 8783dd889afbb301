package io.auroraresponder.aws;

import io.auroraresponder.incident.ClusterId;
import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.intake.ClusterDirectory;
import io.auroraresponder.observation.ControlPlane;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.AlarmType;
import software.amazon.awssdk.services.cloudwatch.model.CompositeAlarm;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsRequest;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsResponse;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rds.model.DBCluster;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.DbClusterSnapshotNotFoundException;
import software.amazon.awssdk.services.rds.model.DbInstanceNotFoundException;
import software.amazon.awssdk.services.rds.model.DescribeDbClustersRequest;
import software.amazon.awssdk.services.rds.model.DescribeDbClustersResponse;
import software.amazon.awssdk.services.rds.model.DescribeDbInstancesRequest;
import software.amazon.awssdk.services.rds.model.Filter;

/** Looks up in RDS and CloudWatch which cluster an instance, a snapshot or an alarm belongs to. */
public final class AccountDirectory implements ClusterDirectory {
  /** DescribeAlarms takes at most 100 names, DescribeDBClusters gives at most 100 clusters (API references). */
  private static final int PAGE = 100;

  private final ControlPlane controlPlane;
  private final Supplier<RdsClient> rds;
  private final Supplier<CloudWatchClient> cloudWatch;
  private final InstantSource clock;

  public AccountDirectory(ControlPlane controlPlane, Supplier<RdsClient> rds, Supplier<CloudWatchClient> cloudWatch, InstantSource clock) {
    this.controlPlane = controlPlane;
    this.rds = rds;
    this.cloudWatch = cloudWatch;
    this.clock = clock;
  }

  @Override
  public Optional<ClusterState> cluster(ClusterId id) {
    return controlPlane.ahead(id);
  }

  @Override
  public Optional<ClusterId> clusterOfInstance(String instanceId) {
    return instance(instanceId).map(DBInstance::dbClusterIdentifier).filter(id -> !id.isBlank()).map(ClusterId::new);
  }

  @Override
  public Optional<String> instanceOfResource(String dbiResourceId) {
    return firstInstance(request -> request.filters(Filter.builder().name("dbi-resource-id").values(dbiResourceId).build()))
        .map(DBInstance::dbInstanceIdentifier);
  }

  @Override
  public boolean standsAlone(String instanceId) {
    return instance(instanceId).filter(found -> text(found.dbClusterIdentifier()).isBlank()).isPresent();
  }

  private Optional<DBInstance> instance(String instanceId) {
    return firstInstance(request -> request.dbInstanceIdentifier(instanceId));
  }

  private Optional<DBInstance> firstInstance(Consumer<DescribeDbInstancesRequest.Builder> asked) {
    try {
      return rds.get().describeDBInstances(asked).dbInstances().stream().findFirst();
    } catch (DbInstanceNotFoundException missing) {
      return Optional.empty();
    } catch (SdkException failure) {
      throw Failures.of("rds", "DescribeDBInstances", failure);
    }
  }

  @Override
  public Optional<ClusterId> clusterOfSnapshot(String snapshotId) {
    try {
      return rds.get()
          .describeDBClusterSnapshots(
              request -> {
                request.dbClusterSnapshotIdentifier(snapshotId);
                if (snapshotId.startsWith("rds:")) {
                  request.snapshotType("automated");
                }
              })
          .dbClusterSnapshots()
          .stream()
          .findFirst()
          .map(snapshot -> new ClusterId(snapshot.dbClusterIdentifier()));
    } catch (DbClusterSnapshotNotFoundException missing) {
      return Optional.empty();
    } catch (SdkException failure) {
      throw Failures.of("rds", "DescribeDBClusterSnapshots", failure);
    }
  }

  @Override
  public List<AlarmDefinition> alarms(List<String> names) {
    List<AlarmDefinition> found = new ArrayList<>();
    eachPage(names, page -> {
      page.metricAlarms().forEach(alarm -> found.add(definition(alarm)));
      page.compositeAlarms().forEach(alarm -> found.add(definition(alarm)));
    });
    return found;
  }

  /**
   * The state that each alarm is in now: {@code ALARM}, {@code OK} or {@code INSUFFICIENT_DATA}; those that there is no alarm of are
   * missing.
   */
  public Map<String, String> alarmStates(Collection<String> names) {
    Map<String, String> states = new HashMap<>();
    eachPage(names.stream().filter(name -> !name.isEmpty()).toList(), page -> {
      page.metricAlarms().forEach(alarm -> states.put(alarm.alarmName(), alarm.stateValueAsString()));
      page.compositeAlarms().forEach(alarm -> states.put(alarm.alarmName(), alarm.stateValueAsString()));
    });
    return states;
  }

  private void eachPage(List<String> names, Consumer<DescribeAlarmsResponse> reader) {
    try {
      for (int from = 0; from < names.size(); from += PAGE) {
        String token = "";
        do {
          DescribeAlarmsResponse page = cloudWatch.get()
              .describeAlarms(alarms(names.subList(from, Math.min(from + PAGE, names.size())), token));
          reader.accept(page);
          token = page.nextToken() == null ? "" : page.nextToken();
        } while (!token.isEmpty());
      }
    } catch (SdkException failure) {
      throw Failures.of("cloudwatch", "DescribeAlarms", failure);
    }
  }

  /** Without types CloudWatch would answer metric alarms only. */
  private static DescribeAlarmsRequest alarms(List<String> names, String token) {
    DescribeAlarmsRequest.Builder request =
        DescribeAlarmsRequest.builder().alarmNames(names).alarmTypes(AlarmType.METRIC_ALARM, AlarmType.COMPOSITE_ALARM).maxRecords(PAGE);
    return token.isEmpty() ? request.build() : request.nextToken(token).build();
  }

  private static AlarmDefinition definition(MetricAlarm alarm) {
    List<Measured> metrics = new ArrayList<>();
    if (alarm.metricName() != null) {
      metrics.add(new Measured(text(alarm.namespace()), alarm.metricName(), dimensions(alarm.dimensions())));
    }
    for (MetricDataQuery query : alarm.metrics()) {
      if (query.metricStat() != null && query.metricStat().metric() != null) {
        var metric = query.metricStat().metric();
        metrics.add(new Measured(text(metric.namespace()), text(metric.metricName()), dimensions(metric.dimensions())));
      }
      metrics.addAll(Measured.in(text(query.expression())));
    }
    return new AlarmDefinition(alarm.alarmName(), metrics, "");
  }

  private static AlarmDefinition definition(CompositeAlarm alarm) {
    return new AlarmDefinition(alarm.alarmName(), List.of(), text(alarm.alarmRule()));
  }

  private static Map<String, String> dimensions(List<Dimension> dimensions) {
    Map<String, String> all = new LinkedHashMap<>();
    dimensions.forEach(dimension -> all.put(dimension.name(), dimension.value()));
    return all;
  }

  private static String text(@org.jspecify.annotations.Nullable String value) {
    return value == null ? "" : value;
  }

  @Override
  public List<ClusterState> clusters() {
    Instant at = clock.instant();
    List<ClusterState> all = new ArrayList<>();
    String marker = "";
    try {
      do {
        DescribeDbClustersRequest.Builder request = DescribeDbClustersRequest.builder().maxRecords(PAGE);
        DescribeDbClustersResponse page = rds.get().describeDBClusters(marker.isEmpty() ? request.build() : request.marker(marker).build());
        for (DBCluster cluster : page.dbClusters()) {
          all.add(ClusterDescription.of(cluster, List.of(), at));
        }
        marker = page.marker() == null ? "" : page.marker();
      } while (!marker.isEmpty());
    } catch (SdkException failure) {
      throw Failures.of("rds", "DescribeDBClusters", failure);
    }
    return all;
  }
}
