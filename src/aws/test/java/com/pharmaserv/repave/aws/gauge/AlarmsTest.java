package com.pharmaserv.repave.aws.gauge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.pharmaserv.repave.aws.twin.watch.Alarms;
import com.pharmaserv.repave.model.Alarm;
import com.pharmaserv.repave.model.Failure;
import com.pharmaserv.repave.port.ProviderException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AlarmsTest {
  private final GaugeWorld world = new GaugeWorld();
  private final Alarms alarms = world.world.region().part(Alarms.class);

  @Test
  void readsEveryStateInTheOrderOfTheNames() throws Exception {
    alarms.add("errors");
    alarms.add("latency");
    alarms.add("queue");
    alarms.show("latency", "ALARM");
    alarms.show("queue", "INSUFFICIENT_DATA");

    assertThat(read("queue", "errors", "latency", "errors"))
        .extracting(Alarm::name, Alarm::state)
        .containsExactly(
            tuple("queue", Alarm.State.UNKNOWN),
            tuple("errors", Alarm.State.QUIET),
            tuple("latency", Alarm.State.FIRING));
    assertThat(read("latency").get(0).detail()).isEqualTo("set");
  }

  @Test
  void readsCompositeAlarmsToo() throws Exception {
    alarms.add("errors");
    world
        .world
        .clients()
        .watch()
        .putCompositeAlarm(r -> r.alarmName("all").alarmRule("ALARM(errors)"));
    alarms.show("all", "ALARM");

    assertThat(read("errors", "all"))
        .extracting(Alarm::state)
        .containsExactly(Alarm.State.QUIET, Alarm.State.FIRING);
  }

  @Test
  void namesEveryAlarmThatDoesNotExist() {
    alarms.add("errors");

    assertThatThrownBy(() -> read("errors", "nothing", "nowhere"))
        .isInstanceOfSatisfying(
            ProviderException.class,
            e -> assertThat(e.failure().kind()).isEqualTo(Failure.Kind.GONE))
        .hasMessageContainingAll("'nothing', 'nowhere'", "eu-central-1")
        .hasMessageNotContaining("errors");
  }

  @Test
  void readsMoreThanAHundredInSeveralCalls() throws Exception {
    List<String> names = IntStream.range(0, 250).mapToObj(i -> "alarm-" + i).toList();
    names.forEach(alarms::add);

    assertThat(world.gauges.alarms(world.fleet(), names)).hasSize(250);
    assertThat(world.calls("DescribeAlarms")).isEqualTo(3);
  }

  private List<Alarm> read(String... names) throws ProviderException {
    return world.gauges.alarms(world.fleet(), List.of(names));
  }
}
