# Short names for the commands in CONTRIBUTING.md; each is one line and nothing here is needed.
.PHONY: help quick test fmt seed golden demo
MVN := mvn -B -ntp
GOLDEN = $(shell grep -rl 'Golden[.]' src/*/test infra/src/test | sed 's:.*/::; s:\.java$$::' | paste -sd, -)

help:   ## list these targets
	@sed -n 's/^\([a-z]*\):[^#]*## /\1\t/p' $(MAKEFILE_LIST)
quick:  ## unit tests of the core, without Error Prone and simulations
	$(MVN) -q -Pquick -pl src/core test -Dtest='*Test,!*SimulationTest,!PlantedBugTest' -Dspotless.check.skip
test:   ## everything, as CI runs it
	.ci/run
fmt:    ## format all sources
	$(MVN) -q spotless:apply
seed:   ## play one simulated world again: make seed N=1283
	$(MVN) -Pquick -pl src/core test -Dtest='RandomSimulationTest#replaysOneSeed' -Drepave.seed=$(N)
golden: ## write golden files and generated pages instead of comparing them
	$(MVN) -Pquick test -Dtest='$(GOLDEN)' -Dsurefire.failIfNoSpecifiedTests=false -Drepave.golden=update
demo:   ## the whole main job once, on this machine
	./repave demo
