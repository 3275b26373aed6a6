package io.mailprobe.app.metrics;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** How the process's own stores do. */
final class StoreCollector implements MultiCollector {

  private final Map<String, Supplier<StoreState>> stores = new ConcurrentSkipListMap<>();

  void watch(String name, Supplier<StoreState> state) {
    stores.put(name, state);
  }

  @Override
  public MetricSnapshots collect() {
    return MetricSnapshots.of(
        gauge(Metric.STORE_WRITABLE, state -> state.good() ? 1 : 0),
        gauge(Metric.STORE_SIZE, StoreState::bytes));
  }

  private GaugeSnapshot gauge(Metric metric, ToDoubleFunction<StoreState> value) {
    return new GaugeSnapshot(
        Families.metadata(metric),
        stores.entrySet().stream()
            .map(
                store ->
                    GaugeDataPointSnapshot.builder()
                        .labels(Labels.of("store", store.getKey()))
                        .value(value.applyAsDouble(store.getValue().get()))
                        .build())
            .toList());
  }
}
