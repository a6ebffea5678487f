package com.pharmaserv.repave.infra.repave;

/** What one task of a rotation that is fanned out runs, told by variables. */
final class RotationTask {
  /** The variable in which a task that ended well says how. */
  static final String OUTCOME = "OUTCOME";

  /** The file in which the plan is handed on. */
  static final String PLAN = "plan.json";

  /**
   * For a shell. {@code plan} bakes what changed and writes the plan down. {@code roll} rolls what
   * the plan says or nothing: it asks the tool again what it would do now, because what an image is
   * held for, or a newer one, may have come since. {@code sweep} ends rollouts whose previous
   * generation need not be kept any more. What waits for a person (4) and whom somebody else holds
   * (5) are no failures.
   */
  static final String COMMAND =
      """
      cd /repave
      case $STEP in
      plan)
        ./repave bake $RECIPES -e "$ENVIRONMENT" && code=0 || code=$?
        if [ $code = 0 ]; then
          ./repave rotate -e "$ENVIRONMENT" --plan --output json > "$CODEBUILD_SRC_DIR/plan.json" \\
            && code=0 || code=$?
        fi
        ;;
      roll)
        [ "$AGAIN" = yes ] && again=--again || again=
        said=$(./repave roll "$FLEET" -e "$ENVIRONMENT" --plan --output json) && code=0 || code=$?
        if [ $code = 0 ]; then
          case $said in
          *"$IMAGE"*)
            ./repave roll "$FLEET" -e "$ENVIRONMENT" $again --until promoted --reason "patch rotation" \\
              && code=0 || code=$?
            ;;
          *) code=moved ;;
          esac
        fi
        ;;
      sweep) ./repave sweep -e "$ENVIRONMENT" && code=0 || code=$? ;;
      *) code=2 ;;
      esac
      case $code in
      0) [ "$STEP" = roll ] && OUTCOME=promoted || OUTCOME=done ;;
      3) OUTCOME="went back" ;;
      4) OUTCOME=waits ;;
      5) OUTCOME=held ;;
      moved) OUTCOME=moved ;;
      *) OUTCOME=failed ;;
      esac
      export OUTCOME
      case $code in 0 | 4 | 5 | moved) ;; *) (exit "$code") ;; esac
      """;

  private RotationTask() {}
}
