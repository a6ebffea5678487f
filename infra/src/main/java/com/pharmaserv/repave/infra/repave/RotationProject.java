package com.pharmaserv.repave.infra.repave;

import com.pharmaserv.repave.infra.core.Json;
import com.pharmaserv.repave.infra.core.Key;
import com.pharmaserv.repave.infra.core.Part;
import com.pharmaserv.repave.infra.core.Role;
import com.pulumi.aws.cloudwatch.LogGroup;
import com.pulumi.aws.codebuild.Project;
import com.pulumi.aws.codebuild.ProjectArgs;
import com.pulumi.aws.codebuild.inputs.ProjectArtifactsArgs;
import com.pulumi.aws.codebuild.inputs.ProjectEnvironmentArgs;
import com.pulumi.aws.codebuild.inputs.ProjectLogsConfigArgs;
import com.pulumi.aws.codebuild.inputs.ProjectLogsConfigCloudwatchLogsArgs;
import com.pulumi.aws.codebuild.inputs.ProjectSourceArgs;
import java.util.List;
import java.util.Map;

/** Where CodeBuild runs the rollout tool, and as whom. */
final class RotationProject {
  /** A rotation soaks between its steps; CodeBuild allows 36 hours. */
  static final int TIMEOUT_MINUTES = 2160;

  static final int QUEUED_MINUTES = 60;

  private final Part part;
  private final String image;
  private final Role role;
  private final LogGroup logs;
  private final Key key;

  /**
   * @param image of the container, pinned by digest; it has this repository, built, in {@code
   *     /repave}
   */
  RotationProject(Part part, String image, Role role, LogGroup logs, Key key) {
    this.part = part;
    this.image = image;
    this.role = role;
    this.logs = logs;
    this.key = key;
  }

  /** A project that runs one command, one build at a time. */
  Project alone(String name, String description, String command) {
    Map<String, Object> buildspec = Json.map("version", 0.2, "phases", phases(command));
    return new Project(
        part.named("project"),
        args(name, description, buildspec).concurrentBuildLimit(1).build(),
        part.own());
  }

  /** A project whose builds are each told what to do, any number at a time. */
  Project told(String name, String description, String command) {
    Map<String, Object> buildspec =
        Json.map(
            "version",
            0.2,
            "env",
            Json.map("exported-variables", List.of(RotationTask.OUTCOME)),
            "phases",
            phases(command),
            "artifacts",
            Json.map("files", List.of(RotationTask.PLAN)));
    return new Project(part.named("task"), args(name, description, buildspec).build(), part.own());
  }

  private static Map<String, Object> phases(String command) {
    return Json.map("build", Json.map("commands", List.of(command)));
  }

  private ProjectArgs.Builder args(String name, String description, Map<String, Object> buildspec) {
    return ProjectArgs.builder()
        .name(part.scope().called(name))
        .description(description)
        .serviceRole(role.arn())
        .buildTimeout(TIMEOUT_MINUTES)
        .queuedTimeout(QUEUED_MINUTES)
        .encryptionKey(key.arn())
        .artifacts(ProjectArtifactsArgs.builder().type("NO_ARTIFACTS").build())
        .source(
            ProjectSourceArgs.builder().type("NO_SOURCE").buildspec(Json.text(buildspec)).build())
        .environment(
            ProjectEnvironmentArgs.builder()
                .type("LINUX_CONTAINER")
                .computeType("BUILD_GENERAL1_SMALL")
                .image(image)
                .imagePullCredentialsType("SERVICE_ROLE")
                .privilegedMode(false)
                .build())
        .logsConfig(
            ProjectLogsConfigArgs.builder()
                .cloudwatchLogs(
                    ProjectLogsConfigCloudwatchLogsArgs.builder()
                        .status("ENABLED")
                        .groupName(logs.name())
                        .build())
                .build());
  }
}
