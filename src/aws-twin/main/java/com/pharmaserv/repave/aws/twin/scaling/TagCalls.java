package com.pharmaserv.repave.aws.twin.scaling;

import com.pharmaserv.repave.aws.twin.Answer;
import com.pharmaserv.repave.aws.twin.Request;
import com.pharmaserv.repave.aws.twin.scaling.Group.Tag;
import com.pharmaserv.repave.aws.twin.wire.Page;
import com.pharmaserv.repave.aws.twin.wire.Params;
import com.pharmaserv.repave.aws.twin.wire.TwinException;
import com.pharmaserv.repave.aws.twin.wire.Xml;
import java.util.List;
import java.util.Map;

/** Operations on the tags of groups. */
final class TagCalls {
  /** User guide, quotas: 50 tags per group, 25 per call. */
  private static final int TAGS_MAX = 50;

  private static final int PER_CALL_MAX = 25;

  private record Tagged(String group, Tag tag) {}

  Answer put(Request request) {
    Scaling scaling = ScalingService.of(request);
    List<Params> tags = request.params().items("Tags");
    if (tags.size() > PER_CALL_MAX) {
      throw new TwinException(
          "ValidationError", tags.size() + " tags, at most " + PER_CALL_MAX + " per call");
    }
    for (Params tag : tags) {
      Group tagged = groupOf(scaling, tag).tagged(GroupCalls.tag(tag));
      if (tagged.tags().size() > TAGS_MAX) {
        throw new TwinException("LimitExceeded", "More than " + TAGS_MAX + " tags");
      }
      scaling.groups().put(tagged.name(), tagged);
    }
    return Answer.empty();
  }

  private static Group groupOf(Scaling scaling, Params tag) {
    return scaling.group(tag.required("ResourceId"));
  }

  Answer delete(Request request) {
    Scaling scaling = ScalingService.of(request);
    for (Params tag : request.params().items("Tags")) {
      Group untagged = groupOf(scaling, tag).untagged(tag.required("Key"));
      scaling.groups().put(untagged.name(), untagged);
    }
    return Answer.empty();
  }

  Answer describe(Request request) {
    List<Params> filters = request.params().items("Filters");
    List<Tagged> found =
        ScalingService.of(request).groups().all(request.asOf()).stream()
            .flatMap(
                group ->
                    group.tags().entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(entry -> new Tagged(group.name(), entry.getValue())))
            .filter(tagged -> filters.stream().allMatch(filter -> matches(tagged, filter)))
            .toList();
    Page<Tagged> page = ScalingService.page(request, found);
    return Answer.xml(
        xml ->
            xml.list(
                    "Tags",
                    page.items(),
                    (item, tagged) -> write(item, tagged.group(), tagged.tag()))
                .text("NextToken", page.next()));
  }

  private static boolean matches(Tagged tagged, Params filter) {
    String name = filter.required("Name");
    String subject =
        switch (name) {
          case "auto-scaling-group" -> tagged.group();
          case "key" -> tagged.tag().key();
          case "value" -> tagged.tag().value();
          case "propagate-at-launch" -> Boolean.toString(tagged.tag().propagates());
          default ->
              throw new TwinException("ValidationError", "Invalid filter name '" + name + "'");
        };
    return filter.texts("Values").contains(subject);
  }

  static void write(Xml xml, String group, Tag tag) {
    xml.text("ResourceId", group)
        .text("ResourceType", "auto-scaling-group")
        .text("Key", tag.key())
        .text("Value", tag.value())
        .text("PropagateAtLaunch", tag.propagates());
  }
}
