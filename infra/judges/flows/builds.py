"""Tasks of rotations, as CodeBuild would end them: what a task is told stands in its variables."""

import json

# How a task tells of the tool's exit code (RotationTask, which RotationTaskIT plays with a shell).
OUTCOMES = {0: "done", 3: "went back", 4: "waits", 5: "held"}
GOOD = (0, 4, 5)


def end(arguments, wanted, storage):
    """The build, and whether it ended well; a plan is put where the arguments say."""
    told = {each["Name"]: each["Value"] for each in arguments["EnvironmentVariablesOverride"]}
    what = " ".join(told[name] for name in ("STEP", "ENVIRONMENT", "FLEET") if name in told)
    how = wanted.get(what, {})
    code = how.get("exit", 0)
    if "ArtifactsOverride" in arguments and code in GOOD:
        place = arguments["ArtifactsOverride"]
        storage.put_object(
            Bucket=place["Location"],
            Key=f"{place['Path']}/{place['Name']}/plan.json",
            Body=json.dumps(how.get("plan", {"answer": "rotate", "due": []})),
        )
    outcome = "promoted" if told["STEP"] == "roll" and code == 0 else OUTCOMES.get(code, "failed")
    build = {
        "id": what,
        "buildComplete": True,
        "buildStatus": "SUCCEEDED" if code in GOOD else "FAILED",
        "exportedEnvironmentVariables": [{"name": "OUTCOME", "value": outcome}],
    }
    return build, code in GOOD
