package com.pharmaserv.repave.journal;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.pharmaserv.repave.model.Action;
import com.pharmaserv.repave.model.Automation;
import com.pharmaserv.repave.model.FleetId;
import com.pharmaserv.repave.model.GenerationId;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.model.JournalEntry;
import com.pharmaserv.repave.model.RolloutId;
import com.pharmaserv.repave.model.Stage;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.TreeMap;
import java.util.function.Function;

/** The model as JSON. The model itself knows nothing of it: names and shapes are fixed here. */
public final class JournalJson {
  /** Made once: what it learns of a class costs more than all the rest of reading a journal. */
  private static final ObjectMapper MAPPER = make();

  private JournalJson() {}

  /**
   * The mapper for journal records; also what {@code --output json} prints the model with. It is
   * shared: nobody may change its settings.
   */
  public static ObjectMapper mapper() {
    return MAPPER;
  }

  /**
   * Learns how records are read, which takes longer than reading them. Whoever has another core
   * calls this while there is something else to do; whoever does not call it pays at the first
   * record.
   */
  public static void learn() {
    MAPPER.readerFor(JournalEntry.class);
    for (JsonSubTypes.Type entry : EntryTypes.class.getAnnotation(JsonSubTypes.class).value()) {
      MAPPER.readerFor(entry.value());
    }
  }

  /** What is wrong, without the place in a source that nobody has. */
  static String firstLine(Exception problem) {
    return String.valueOf(problem.getMessage()).lines().findFirst().orElse("");
  }

  private static ObjectMapper make() {
    return JsonMapper.builder()
        .addModule(new Jdk8Module())
        .addModule(model())
        .addMixIn(Action.class, ActionTypes.class)
        .addMixIn(JournalEntry.class, EntryTypes.class)
        .addMixIn(Stage.class, StageTypes.class)
        .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
        .defaultPropertyInclusion(
            JsonInclude.Value.construct(
                JsonInclude.Include.NON_ABSENT, JsonInclude.Include.NON_ABSENT))
        // Journals from before automation was known are written back with the same bytes.
        .withConfigOverride(
            Automation.class,
            override ->
                override.setInclude(
                    JsonInclude.Value.construct(
                        JsonInclude.Include.NON_EMPTY, JsonInclude.Include.NON_EMPTY)))
        .build();
  }

  private static SimpleModule model() {
    SimpleModule module = new SimpleModule("repave-model");
    ReasonJson.addTo(module);
    // As text only: of a number, a reader would have to guess the unit, and 1e400 is no time.
    text(module, Instant.class, Instant::toString, Instant::parse);
    text(module, Duration.class, Duration::toString, Duration::parse);
    text(module, FleetId.class, FleetId::toString, JournalJson::fleet);
    text(module, ImageId.class, ImageId::full, ImageId::parse);
    text(
        module,
        GenerationId.class,
        id -> id.fleet().environment() + "/" + id,
        s -> new GenerationId(fleet(before(s, "-g")), number(s, "-g")));
    text(
        module,
        RolloutId.class,
        id -> id.fleet().environment() + "/" + id,
        s -> new RolloutId(fleet(before(s, "-r")), number(s, "-r")));
    module.addSerializer(Automation.class, new AutomationWriter());
    module.addDeserializer(Automation.class, new AutomationReader());
    return module;
  }

  private static FleetId fleet(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      throw new IllegalArgumentException("fleet '" + text + "' must look like environment/name");
    }
    return new FleetId(text.substring(0, slash), text.substring(slash + 1));
  }

  private static String before(String text, String mark) {
    int at = text.lastIndexOf(mark);
    if (at < 0) {
      throw new IllegalArgumentException("'" + text + "' must contain '" + mark + "'");
    }
    return text.substring(0, at);
  }

  private static int number(String text, String mark) {
    return Integer.parseInt(text.substring(text.lastIndexOf(mark) + mark.length()));
  }

  private static <T> void text(
      SimpleModule module, Class<T> type, Function<T, String> write, Function<String, T> read) {
    module.addSerializer(
        type,
        new JsonSerializer<T>() {
          @Override
          public void serialize(T value, JsonGenerator json, SerializerProvider provider)
              throws IOException {
            json.writeString(write.apply(value));
          }
        });
    module.addDeserializer(
        type,
        new JsonDeserializer<T>() {
          @Override
          public T deserialize(JsonParser json, DeserializationContext context) throws IOException {
            String value = json.getText();
            try {
              return read.apply(value);
            } catch (RuntimeException malformed) {
              throw context.weirdStringException(value, type, malformed.getMessage());
            }
          }
        });
  }

  private static final class AutomationWriter extends JsonSerializer<Automation> {
    @Override
    public void serialize(Automation value, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      provider.defaultSerializeValue(value.texts(), json);
    }

    @Override
    public boolean isEmpty(SerializerProvider provider, Automation value) {
      return value.isEmpty();
    }
  }

  private static final class AutomationReader extends JsonDeserializer<Automation> {
    private static final TypeReference<TreeMap<String, String>> TEXTS = new TypeReference<>() {};

    @Override
    public Automation deserialize(JsonParser json, DeserializationContext context)
        throws IOException {
      return new Automation(json.readValueAs(TEXTS));
    }

    /** Also for journals from before automation was known, which do not have the field. */
    @Override
    public Automation getNullValue(DeserializationContext context) {
      return Automation.NONE;
    }
  }

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "action")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Action.LaunchGeneration.class, name = "launch-generation"),
    @JsonSubTypes.Type(value = Action.Resize.class, name = "resize"),
    @JsonSubTypes.Type(value = Action.Configure.class, name = "configure"),
    @JsonSubTypes.Type(value = Action.ShiftTraffic.class, name = "shift-traffic"),
    @JsonSubTypes.Type(value = Action.PointTestRoute.class, name = "point-test-route"),
    @JsonSubTypes.Type(value = Action.RetireGeneration.class, name = "retire-generation"),
    @JsonSubTypes.Type(value = Action.BlockImage.class, name = "block-image"),
    @JsonSubTypes.Type(value = Action.Quarantine.class, name = "quarantine")
  })
  @JsonIgnoreProperties("sentence")
  private interface ActionTypes {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "stage")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Stage.Preparing.class, name = "preparing"),
    @JsonSubTypes.Type(value = Stage.Launching.class, name = "launching"),
    @JsonSubTypes.Type(value = Stage.WarmingUp.class, name = "warming-up"),
    @JsonSubTypes.Type(value = Stage.Verifying.class, name = "verifying"),
    @JsonSubTypes.Type(value = Stage.Verified.class, name = "verified"),
    @JsonSubTypes.Type(value = Stage.Shifting.class, name = "shifting"),
    @JsonSubTypes.Type(value = Stage.Soaking.class, name = "soaking"),
    @JsonSubTypes.Type(value = Stage.Promoting.class, name = "promoting"),
    @JsonSubTypes.Type(value = Stage.Retaining.class, name = "retaining"),
    @JsonSubTypes.Type(value = Stage.Draining.class, name = "draining"),
    @JsonSubTypes.Type(value = Stage.Retiring.class, name = "retiring"),
    @JsonSubTypes.Type(value = Stage.ShiftingBack.class, name = "shifting-back"),
    @JsonSubTypes.Type(value = Stage.DrainingBack.class, name = "draining-back"),
    @JsonSubTypes.Type(value = Stage.RetiringBack.class, name = "retiring-back"),
    @JsonSubTypes.Type(value = Stage.Halted.class, name = "halted"),
    @JsonSubTypes.Type(value = Stage.Ended.class, name = "ended")
  })
  private interface StageTypes {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "entry")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = JournalEntry.Decided.class, name = "decision"),
    @JsonSubTypes.Type(value = JournalEntry.Intended.class, name = "intent"),
    @JsonSubTypes.Type(value = JournalEntry.Happened.class, name = "outcome"),
    @JsonSubTypes.Type(value = JournalEntry.Judged.class, name = "judgment"),
    @JsonSubTypes.Type(value = JournalEntry.RotationOpened.class, name = "rotation-opened"),
    @JsonSubTypes.Type(value = JournalEntry.RotationEnded.class, name = "rotation-ended"),
    @JsonSubTypes.Type(value = JournalEntry.Held.class, name = "hold"),
    @JsonSubTypes.Type(value = JournalEntry.Released.class, name = "release")
  })
  private interface EntryTypes {}
}
