package com.pharmaserv.repave.aws.pojo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.core.SdkPojo;

/**
 * Handles the SDK's data by its own field descriptions, so that a field that AWS adds is carried
 * along by the next version of the SDK instead of being dropped in silence.
 */
public final class Pojos {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Pojos() {}

  /**
   * Copies every set field into the field of the same name, through all levels.
   *
   * @param builder of another type, for example of {@code RequestLaunchTemplateData} where {@code
   *     from} is a {@code ResponseLaunchTemplateData}
   * @return the paths of the set fields that the other type has no place for
   */
  public static List<String> copy(SdkPojo from, SdkPojo builder) {
    Copier copier = new Copier();
    copier.copy(from, builder, "", 0);
    return copier.left();
  }

  /** The data as one line of JSON: equal data gives equal text. Unset fields are left out. */
  public static String json(SdkPojo pojo) {
    return json(pojo, Set.of());
  }

  /**
   * The same without some fields.
   *
   * @param without names on the first level, for example ARNs, which differ between equal things
   */
  public static String json(SdkPojo pojo, Set<String> without) {
    return PojoJson.write(pojo, without, 0).toString();
  }

  /**
   * Sets the fields that the text names.
   *
   * @param builder of the data's type, or of another one with the same fields
   * @return the builder
   * @throws IllegalArgumentException naming the field that is unknown or has a wrong value
   */
  public static <B extends SdkPojo> B read(String json, B builder) {
    try {
      PojoJson.read(JSON.readTree(json), builder, "", 0);
      return builder;
    } catch (JsonProcessingException malformed) {
      throw new IllegalArgumentException(
          "not JSON: " + malformed.getOriginalMessage() + " in " + json, malformed);
    }
  }
}
