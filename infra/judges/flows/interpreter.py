"""Moto's interpreter of the Amazon States Language, with an engine for JSONata hung in.

The calls of a flow go to moto's services. Those that moto does not have are answered from the
situation, after botocore's model of the service has agreed to the arguments and to the answer.
Builds, which moto cannot wait for, end as the situation says.
"""

import json
import types

import botocore.session
import jsonata
from botocore.exceptions import ClientError
from botocore.validate import validate_parameters
from moto.stepfunctions.parser.api import HistoryEventType, TaskFailedEventDetails
from moto.stepfunctions.parser.asl.component.common.error_name.custom_error_name import CustomErrorName
from moto.stepfunctions.parser.asl.component.common.error_name.failure_event import (
    FailureEvent,
    FailureEventException,
)
from moto.stepfunctions.parser.asl.component.common.error_name.states_error_name import StatesErrorName
from moto.stepfunctions.parser.asl.component.common.error_name.states_error_name_type import StatesErrorNameType
from moto.stepfunctions.parser.asl.component.common.retry import retrier_decl
from moto.stepfunctions.parser.asl.component.state.exec.state_task.service import (
    state_task_service_aws_sdk as sdk,
)
from moto.stepfunctions.parser.asl.component.state.exec.state_task.service import (
    state_task_service_callback as callback,
)
from moto.stepfunctions.parser.asl.component.state.exec.state_task.service import (
    state_task_service_factory as factory,
)
from moto.stepfunctions.parser.asl.component.state.exec.state_task.service.resource import ResourceCondition
from moto.stepfunctions.parser.asl.component.state.wait.wait_function import wait_function
from moto.stepfunctions.parser.asl.eval import states, variable_store
from moto.stepfunctions.parser.asl.eval.event.event_detail import EventDetails
from moto.stepfunctions.parser.asl.jsonata import jsonata as hook
from moto.stepfunctions.parser.utils import TMP_THREADS

import builds
import world

# Seconds. Nothing waits in earnest.
RUN_MAX = 30
# 22 November 2026, 10:00 UTC: flows that ask for the time get this one.
NOW_MILLIS = 1_795_341_600_000
MODELS = botocore.session.get_session()


class Course:
    """What one run does, in order; which of its steps fails, and how often."""

    def __init__(self, situation, failing, times):
        self.situation = situation
        self.failing = failing
        self.left = times or -1
        self.failed = False
        self.steps = []

    def fails(self, state):
        if state != self.failing or self.left == 0:
            return False
        self.left -= 1
        self.failed = True
        return True


CURRENT = types.SimpleNamespace(course=None)


def evaluate(expression):
    """JSONata with a clock that stands still."""
    parsed = jsonata.Jsonata(expression)
    parsed.register_lambda("millis", lambda: NOW_MILLIS)
    # Step Functions has it in place of JSONata's $eval.
    parsed.register_lambda("parse", json.loads)
    return parsed.evaluate(None)


def declarations(bindings):
    """Variables as JSONata; moto's own does not escape what stands in texts."""
    return "".join(f"{name}:={json.dumps(value, default=str)};" for name, value in bindings.items())


def call(self, env, resource_runtime_part, normalised_parameters, state_credentials):
    """Instead of moto's own call, which asks no model and cannot fail on demand."""
    course = CURRENT.course
    state = env.states.context_object.context_object_data["State"]["Name"]
    action = f"{self.resource.api_name}:{self.resource.api_action}"
    step = {"state": state, "action": action, "arguments": json.loads(json.dumps(normalised_parameters))}
    course.steps.append(step)
    operation = operation_of(self)
    agree(self, normalised_parameters, operation.input_shape, action)
    self._to_boto_request(normalised_parameters, operation.input_shape)
    validate_parameters(normalised_parameters, operation.input_shape)
    try:
        if course.fails(state):
            raise failure(operation, "ServiceUnavailable")
        if action in course.situation.get("answers", {}):
            answer = given(course.situation["answers"][action], operation)
        else:
            client = world.client(self._get_boto_service_name(), resource_runtime_part.region)
            answer = getattr(client, self._get_boto_service_action())(**normalised_parameters)
            answer.pop("ResponseMetadata", None)
    except ClientError as refused:
        step["refused"] = refused.response["Error"]["Code"]
        raise
    if operation.output_shape:
        self._from_boto_response(answer, operation.output_shape)
    env.stack.append(json.loads(json.dumps(answer, default=str)))


class Build(callback.StateTaskServiceCallback):
    """A task of CodeBuild that the flow waits for; moto knows no such integration."""

    def __init__(self):
        super().__init__(supported_integration_patterns={ResourceCondition.Sync})

    def _validate_service_integration_is_supported(self):
        """Botocore's model decides."""

    def _eval_service_task(self, env, resource_runtime_part, normalised_parameters, state_credentials):
        course = CURRENT.course
        state = env.states.context_object.context_object_data["State"]["Name"]
        arguments = json.loads(json.dumps(normalised_parameters))
        step = {"state": state, "action": "codebuild:startBuild", "arguments": arguments}
        course.steps.append(step)
        operation = operation_of(self)
        agree(self, normalised_parameters, operation.input_shape, "codebuild:startBuild")
        self._to_boto_request(normalised_parameters, operation.input_shape)
        validate_parameters(normalised_parameters, operation.input_shape)
        if course.fails(state):
            step["refused"] = "ServiceUnavailable"
            error = CustomErrorName(error_name="CodeBuild.ServiceUnavailableException")
            raise failed(self, env, error, 'the "sample" failure')
        wanted = course.situation.get("builds", {})
        client = world.client("s3", resource_runtime_part.region)
        build, good = builds.end(arguments, wanted, client)
        step["ends"] = build["exportedEnvironmentVariables"][0]["value"]
        answer = {"build": build}
        validate_parameters(answer, operation.output_shape)
        self._from_boto_response(answer, operation.output_shape)
        if not good:
            error = StatesErrorName(typ=StatesErrorNameType.StatesTaskFailed)
            raise failed(self, env, error, json.dumps(answer["Build"], separators=(",", ":")))
        env.stack.append(json.loads(json.dumps(answer)))

    def _eval_integration_pattern(self, env, resource_runtime_part, normalised_parameters, state_credentials):
        """The build has ended already."""


def pass_time(self, env, wait_seconds):
    """Instead of a state that waits in earnest."""
    state = env.states.context_object.context_object_data["State"]["Name"]
    CURRENT.course.steps.append({"state": state, "waits": wait_seconds})


def failed(task, env, error, cause):
    return FailureEventException(
        FailureEvent(
            env=env,
            error_name=error,
            event_type=HistoryEventType.TaskFailed,
            event_details=EventDetails(
                taskFailedEventDetails=TaskFailedEventDetails(
                    resource=task._get_sfn_resource(),
                    resourceType=task._get_sfn_resource_type(),
                    error=error.error_name,
                    cause=cause,
                )
            ),
        )
    )


def given(answer, operation):
    """An answer of the situation, of the form that botocore knows."""
    if "refused" in answer:
        raise failure(operation, answer["refused"])
    if operation.output_shape:
        validate_parameters(answer, operation.output_shape)
    return json.loads(json.dumps(answer))


def operation_of(task):
    """The model of the operation that a task calls."""
    service = MODELS.get_service_model(task._get_boto_service_name())
    wanted = task.resource.api_action.lower()
    for name in service.operation_names:
        if name.lower() == wanted:
            return service.operation_model(name)
    raise ValueError(f"{service.service_name} has no operation '{task.resource.api_action}'")


def agree(task, arguments, shape, action):
    """Step Functions knows arguments by one spelling only, that of the SDK for Java."""
    known = {task._to_sfn_cased(member) for member in shape.members}
    for name in arguments:
        if name not in known:
            raise ValueError(f"{action} has no argument '{name}'; it has {sorted(known)}")


def failure(operation, code):
    return ClientError(
        {
            "Error": {"Code": code, "Message": 'the "sample" failure'},
            "ResponseMetadata": {"HTTPStatusCode": 503, "RequestId": "sample"},
        },
        operation.name,
    )


def install():
    hook._eval_jsonata = evaluate
    for module in (hook, states, variable_store):
        module.encode_jsonata_variable_declarations = declarations
    sdk.StateTaskServiceAwsSdk._eval_service_task = call
    factory.StateTaskServiceUnsupported = Build
    wait_function.WaitFunction._wait_interval = pass_time
    retrier_decl.time = types.SimpleNamespace(
        sleep=lambda seconds: CURRENT.course.steps.append({"waits": seconds})
    )


install()


def run(machine, event, situation, failing, times):
    """Runs a state machine on an event to its end; None if the failing step was not reached."""
    place = world.build(machine, event, situation.get("world", {}))
    CURRENT.course = Course(situation, failing, times)
    client = world.client("stepfunctions", machine["region"])
    arn = client.create_state_machine(
        name=machine["name"], definition=place.definition, roleArn=place.role
    )["stateMachineArn"]
    execution = client.start_execution(stateMachineArn=arn, name="one", input=json.dumps(place.event))
    ended = end(client, execution["executionArn"])
    if failing and not CURRENT.course.failed:
        return None
    answer = {
        "status": ended["status"],
        "error": ended.get("error", ""),
        "cause": ended.get("cause", ""),
        "steps": course_of(client, execution["executionArn"], CURRENT.course.steps),
        "after": place.look(),
    }
    return json.loads(place.masked(json.dumps(answer)))


def end(client, execution):
    """Moto runs flows in threads of their own, which start others."""
    while TMP_THREADS:
        thread = TMP_THREADS.pop(0)
        thread.join(RUN_MAX)
        if thread.is_alive():
            raise TimeoutError(f"{execution} did not end within {RUN_MAX} s")
    return client.describe_execution(executionArn=execution)


def course_of(client, execution, calls):
    """The states of the history, in order, each with its calls and waits."""
    history = client.get_execution_history(executionArn=execution, maxResults=1000)["events"]
    entered = [
        event["stateEnteredEventDetails"]["name"]
        for event in history
        if event["type"].endswith("StateEntered")
    ]
    left = list(calls)
    steps = []
    for name in entered:
        steps.append({"state": name, "does": []})
        while left and left[0].get("state", name) == name:
            steps[-1]["does"].append(left.pop(0))
    if left:
        raise ValueError(f"calls of no state: {left}")
    return steps
