# Completion of seqc for bash: put it where bash-completion looks, or source it.
_seqc() {
  local current="${COMP_WORDS[COMP_CWORD]}" previous="${COMP_WORDS[COMP_CWORD-1]}" command="" word
  for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "$word" in build|verify|check|optimize|simulate|phantom|states|sensitivity|robustness|report|compare|inspect|plot|diff|new|format|scanners|metabolites|targets|explain|completions|manual) command="$word"; break ;; esac
  done
  COMPREPLY=()
  case "$command $previous" in
    "build --target") COMPREPLY=($(compgen -W "pulseq mrd-header ge-xml siemens-xml jemris vespa basis-fslmrs basis-lcmodel basis-osprey basis-jmrui handoff-siemens handoff-ge handoff-philips handoff-uih handoff-generic" -- "$current")); return ;;
    "build --output"|"build -o") COMPREPLY=($(compgen -f -- "$current")); return ;;
    "build --scanner") COMPREPLY=($(compgen -W "siemens-prisma siemens-prisma-fit siemens-skyra siemens-vida siemens-lumina siemens-trio siemens-verio siemens-cima-x siemens-connectom siemens-connectome-2 siemens-sola siemens-aera siemens-avanto siemens-free-max siemens-aera-055 siemens-terra siemens-terra-x siemens-94t-ac84 ge-mr750 ge-mr750w ge-hdx-whole ge-hdx-zoom ge-premier ge-uhp ge-architect ge-magnus ge-7t philips-ingenia philips-achieva philips-ingenia-cx philips-elition-x philips-mr7700 uih-umr-790 uih-umr-890 uih-umr-nx uih-jupiter-5t canon-galan bruker-bga6s bruker-bga9s bruker-bga12s-hp bruker-micro2-5 bruker-micro5 osi2-one i3m-marge generic-3t-portable simulation-koma-default simulation-pulseq-opts-default" -f -- "$current")); return ;;
    "build --pulseq-version") COMPREPLY=($(compgen -W "1.4.0 1.4.1 1.4.2 1.5.0 1.5.1" -- "$current")); return ;;
    "build --handoff") COMPREPLY=($(compgen -f -- "$current")); return ;;
    "build --schema") COMPREPLY=($(compgen -f -- "$current")); return ;;
    "build --dump-after") COMPREPLY=($(compgen -W "merge-delays fix-prescription initialise-labels segment-acquisitions segment-ids" -- "$current")); return ;;
    "build --molecules") COMPREPLY=($(compgen -W "2HG Ace Ala Asc Asp bHB Cho Cit Cr Eth EtOH GABA Glc Gln Glu Gly Glycerol GPC GSH Lac Lys mI NAA NAAG PCh PCr PE Phe Pyr Ser sI Suc Tau Thr Tyr Val" -- "$current")); return ;;
    "build --set") COMPREPLY=($(compgen -W "govindaraju degraaf" -- "$current")); return ;;
    "build --field") :; return ;;
    "build --linewidth") :; return ;;
    "build --places") :; return ;;
    "build --precision") :; return ;;
    "check --scanner") COMPREPLY=($(compgen -W "siemens-prisma siemens-prisma-fit siemens-skyra siemens-vida siemens-lumina siemens-trio siemens-verio siemens-cima-x siemens-connectom siemens-connectome-2 siemens-sola siemens-aera siemens-avanto siemens-free-max siemens-aera-055 siemens-terra siemens-terra-x siemens-94t-ac84 ge-mr750 ge-mr750w ge-hdx-whole ge-hdx-zoom ge-premier ge-uhp ge-architect ge-magnus ge-7t philips-ingenia philips-achieva philips-ingenia-cx philips-elition-x philips-mr7700 uih-umr-790 uih-umr-890 uih-umr-nx uih-jupiter-5t canon-galan bruker-bga6s bruker-bga9s bruker-bga12s-hp bruker-micro2-5 bruker-micro5 osi2-one i3m-marge generic-3t-portable simulation-koma-default simulation-pulseq-opts-default" -f -- "$current")); return ;;
    "check --format") COMPREPLY=($(compgen -W "text json sarif" -- "$current")); return ;;
    "check --explain-limit") COMPREPLY=($(compgen -W "G001 G002 G003 G004 G005 G006 R001 R002 R003 R004 R005 R006 A001 A002 A003 A004 T001 T002 T003 E001 E002 E003 E004 V001 V002 V003 T004 A005 I001 I002 I003 I004 I005 I006 F001 F002 F003 R007 R008 R009 X001 X002 X003 X004 X005 X006 X007 X008 H001 H002" -- "$current")); return ;;
    "optimize --scanner") COMPREPLY=($(compgen -W "siemens-prisma siemens-prisma-fit siemens-skyra siemens-vida siemens-lumina siemens-trio siemens-verio siemens-cima-x siemens-connectom siemens-connectome-2 siemens-sola siemens-aera siemens-avanto siemens-free-max siemens-aera-055 siemens-terra siemens-terra-x siemens-94t-ac84 ge-mr750 ge-mr750w ge-hdx-whole ge-hdx-zoom ge-premier ge-uhp ge-architect ge-magnus ge-7t philips-ingenia philips-achieva philips-ingenia-cx philips-elition-x philips-mr7700 uih-umr-790 uih-umr-890 uih-umr-nx uih-jupiter-5t canon-galan bruker-bga6s bruker-bga9s bruker-bga12s-hp bruker-micro2-5 bruker-micro5 osi2-one i3m-marge generic-3t-portable simulation-koma-default simulation-pulseq-opts-default" -f -- "$current")); return ;;
    "optimize --starts") :; return ;;
    "optimize --seed") :; return ;;
    "optimize --sweep") :; return ;;
    "optimize --work") COMPREPLY=($(compgen -f -- "$current")); return ;;
    "optimize --jobs") :; return ;;
    "optimize --slurm-options") :; return ;;
    "optimize --status") COMPREPLY=($(compgen -f -- "$current")); return ;;
    "optimize --merge") COMPREPLY=($(compgen -f -- "$current")); return ;;
    "optimize --pareto") COMPREPLY=($(compgen -f -- "$current")); return ;;
    "simulate --molecules") COMPREPLY=($(compgen -W "2HG Ace Ala Asc Asp bHB Cho Cit Cr Eth EtOH GABA Glc Gln Glu Gly Glycerol GPC GSH Lac Lys mI NAA NAAG PCh PCr PE Phe Pyr Ser sI Suc Tau Thr Tyr Val" -- "$current")); return ;;
    "simulate --set") COMPREPLY=($(compgen -W "govindaraju degraaf" -- "$current")); return ;;
    "simulate --scanner") COMPREPLY=($(compgen -W "siemens-prisma siemens-prisma-fit siemens-skyra siemens-vida siemens-lumina siemens-trio siemens-verio siemens-cima-x siemens-connectom siemens-connectome-2 siemens-sola siemens-aera siemens-avanto siemens-free-max siemens-aera-055 siemens-terra siemens-terra-x siemens-94t-ac84 ge-mr750 ge-mr750w ge-hdx-whole ge-hdx-zoom ge-premier ge-uhp ge-architect ge-magnus ge-7t philips-ingenia philips-achieva philips-ingenia-cx philips-elition-x philips-mr7700 uih-umr-790 uih-umr-890 uih-umr-nx uih-jupiter-5t canon-galan bruker-bga6s bruker-bga9s bruker-bga12s-hp bruker-micro2-5 bruker-micro5 osi2-one i3m-marge generic-3t-portable simulation-koma-default simulation-pulseq-opts-default" -f -- "$current")); return ;;
    "simulate --field") :; return ;;
    "simulate --linewidth") :; return ;;
    "simulate --b1") :; return ;;
    "simulate --offset") :; return ;;
    "simulate --shots") COMPREPLY=($(compgen -W "mean each" -- "$current")); return ;;
    "simulate --places") :; return ;;
    "simulate --precision") :; return ;;
    "simulate --over") COMPREPLY=($(compgen -W "position b1 offset" -- "$current")); return ;;
    "simulate --b1-spread") :; return ;;
    "simulate --b0-spread") :; return ;;
    "simulate --species") :; return ;;
    "simulate --repetitions") :; return ;;
    "simulate --snr") :; return ;;
    "simulate --noise") :; return ;;
    "simulate --seed") :; return ;;
    "simulate --format") COMPREPLY=($(compgen -W "csv json svg nifti-mrs" -- "$current")); return ;;
    "simulate --output"|"simulate -o") COMPREPLY=($(compgen -f -- "$current")); return ;;
    "phantom --molecules") COMPREPLY=($(compgen -W "2HG Ace Ala Asc Asp bHB Cho Cit Cr Eth EtOH GABA Glc Gln Glu Gly Glycerol GPC GSH Lac Lys mI NAA NAAG PCh PCr PE Phe Pyr Ser sI Suc Tau Thr Tyr Val" -- "$current")); return ;;
    "phantom --set") COMPREPLY=($(compgen -W "govindaraju degraaf" -- "$current")); return ;;
    "phantom --scanner") COMPREPLY=($(compgen -W "siemens-prisma siemens-prisma-fit siemens-skyra siemens-vida siemens-lumina siemens-trio siemens-verio siemens-cima-x siemens-connectom siemens-connectome-2 siemens-sola siemens-aera siemens-avanto siemens-free-max siemens-aera-055 siemens-terra siemens-terra-x siemens-94t-ac84 ge-mr750 ge-mr750w ge-hdx-whole ge-hdx-zoom ge-premier ge-uhp ge-architect ge-magnus ge-7t philips-ingenia philips-achieva philips-ingenia-cx philips-elition-x philips-mr7700 uih-umr-790 uih-umr-890 uih-umr-nx uih-jupiter-5t canon-galan bruker-bga6s bruker-bga9s bruker-bga12s-hp bruker-micro2-5 bruker-micro5 osi2-one i3m-marge generic-3t-portable simulation-koma-default simulation-pulseq-opts-default" -f -- "$current")); return ;;
    "phantom --field") :; return ;;
    "phantom --linewidth") :; return ;;
    "phantom --b1") :; return ;;
    "phantom --offset") :; return ;;
    "phantom --b1-spread") :; return ;;
    "phantom --b0-spread") :; return ;;
    "phantom --snr") :; return ;;
    "phantom --noise") :; return ;;
    "phantom --seed") :; return ;;
    "phantom --dynamics") :; return ;;
    "phantom --places") :; return ;;
    "phantom --precision") :; return ;;
    "phantom --output"|"phantom -o") COMPREPLY=($(compgen -f -- "$current")); return ;;
    "states --molecules") COMPREPLY=($(compgen -W "2HG Ace Ala Asc Asp bHB Cho Cit Cr Eth EtOH GABA Glc Gln Glu Gly Glycerol GPC GSH Lac Lys mI NAA NAAG PCh PCr PE Phe Pyr Ser sI Suc Tau Thr Tyr Val" -- "$current")); return ;;
    "states --set") COMPREPLY=($(compgen -W "govindaraju degraaf" -- "$current")); return ;;
    "states --scanner") COMPREPLY=($(compgen -W "siemens-prisma siemens-prisma-fit siemens-skyra siemens-vida siemens-lumina siemens-trio siemens-verio siemens-cima-x siemens-connectom siemens-connectome-2 siemens-sola siemens-aera siemens-avanto siemens-free-max siemens-aera-055 siemens-terra siemens-terra-x siemens-94t-ac84 ge-mr750 ge-mr750w ge-hdx-whole ge-hdx-zoom ge-premier ge-uhp ge-architect ge-magnus ge-7t philips-ingenia philips-achieva philips-ingenia-cx philips-elition-x philips-mr7700 uih-umr-790 uih-umr-890 uih-umr-nx uih-jupiter-5t canon-galan bruker-bga6s bruker-bga9s bruker-bga12s-hp bruker-micro2-5 bruker-micro5 osi2-one i3m-marge generic-3t-portable simulation-koma-default simulation-pulseq-opts-default" -f -- "$current")); return ;;
    "states --field") :; return ;;
    "states --linewidth") :; return ;;
    "states --b1") :; return ;;
    "states --offset") :; return ;;
    "states --at") :; return ;;
    "states --band") :; return ;;
    "states --shots") :; return ;;
    "states --places") :; return ;;
    "states --without") :; return ;;
    "states --top") :; return ;;
    "states --precision") :; return ;;
    "states --format") COMPREPLY=($(compgen -W "text csv json svg" -- "$current")); return ;;
    "states --output"|"states -o") COMPREPLY=($(compgen -f -- "$current")); return ;;
    "sensitivity --scanner") COMPREPLY=($(compgen -W "siemens-prisma siemens-prisma-fit siemens-skyra siemens-vida siemens-lumina siemens-trio siemens-verio siemens-cima-x siemens-connectom siemens-connectome-2 siemens-sola siemens-aera siemens-avanto siemens-free-max siemens-aera-055 siemens-terra siemens-terra-x siemens-94t-ac84 ge-mr750 ge-mr750w ge-hdx-whole ge-hdx-zoom ge-premier ge-uhp ge-architect ge-magnus ge-7t philips-ingenia philips-achieva philips-ingenia-cx philips-elition-x philips-mr7700 uih-umr-790 uih-umr-890 uih-umr-nx uih-jupiter-5t canon-galan bruker-bga6s bruker-bga9s bruker-bga12s-hp bruker-micro2-5 bruker-micro5 osi2-one i3m-marge generic-3t-portable simulation-koma-default simulation-pulseq-opts-default" -f -- "$current")); return ;;
    "sensitivity --parts") :; return ;;
    "sensitivity --format") COMPREPLY=($(compgen -W "text csv json svg" -- "$current")); return ;;
    "sensitivity --output"|"sensitivity -o") COMPREPLY=($(compgen -f -- "$current")); return ;;
    "robustness --scanner") COMPREPLY=($(compgen -W "siemens-prisma siemens-prisma-fit siemens-skyra siemens-vida siemens-lumina siemens-trio siemens-verio siemens-cima-x siemens-connectom siemens-connectome-2 siemens-sola siemens-aera siemens-avanto siemens-free-max siemens-aera-055 siemens-terra siemens-terra-x siemens-94t-ac84 ge-mr750 ge-mr750w ge-hdx-whole ge-hdx-zoom ge-premier ge-uhp ge-architect ge-magnus ge-7t philips-ingenia philips-achieva philips-ingenia-cx philips-elition-x philips-mr7700 uih-umr-790 uih-umr-890 uih-umr-nx uih-jupiter-5t canon-galan bruker-bga6s bruker-bga9s bruker-bga12s-hp bruker-micro2-5 bruker-micro5 osi2-one i3m-marge generic-3t-portable simulation-koma-default simulation-pulseq-opts-default" -f -- "$current")); return ;;
    "robustness --b1") :; return ;;
    "robustness --offset") :; return ;;
    "robustness --steps") :; return ;;
    "robustness --molecules") COMPREPLY=($(compgen -W "2HG Ace Ala Asc Asp bHB Cho Cit Cr Eth EtOH GABA Glc Gln Glu Gly Glycerol GPC GSH Lac Lys mI NAA NAAG PCh PCr PE Phe Pyr Ser sI Suc Tau Thr Tyr Val" -- "$current")); return ;;
    "robustness --set") COMPREPLY=($(compgen -W "govindaraju degraaf" -- "$current")); return ;;
    "robustness --band") :; return ;;
    "robustness --field") :; return ;;
    "robustness --linewidth") :; return ;;
    "robustness --format") COMPREPLY=($(compgen -W "text csv json svg" -- "$current")); return ;;
    "robustness --output"|"robustness -o") COMPREPLY=($(compgen -f -- "$current")); return ;;
    "report --output"|"report -o") COMPREPLY=($(compgen -f -- "$current")); return ;;
    "report --scanner") COMPREPLY=($(compgen -W "siemens-prisma siemens-prisma-fit siemens-skyra siemens-vida siemens-lumina siemens-trio siemens-verio siemens-cima-x siemens-connectom siemens-connectome-2 siemens-sola siemens-aera siemens-avanto siemens-free-max siemens-aera-055 siemens-terra siemens-terra-x siemens-94t-ac84 ge-mr750 ge-mr750w ge-hdx-whole ge-hdx-zoom ge-premier ge-uhp ge-architect ge-magnus ge-7t philips-ingenia philips-achieva philips-ingenia-cx philips-elition-x philips-mr7700 uih-umr-790 uih-umr-890 uih-umr-nx uih-jupiter-5t canon-galan bruker-bga6s bruker-bga9s bruker-bga12s-hp bruker-micro2-5 bruker-micro5 osi2-one i3m-marge generic-3t-portable simulation-koma-default simulation-pulseq-opts-default" -f -- "$current")); return ;;
    "report --molecules") COMPREPLY=($(compgen -W "2HG Ace Ala Asc Asp bHB Cho Cit Cr Eth EtOH GABA Glc Gln Glu Gly Glycerol GPC GSH Lac Lys mI NAA NAAG PCh PCr PE Phe Pyr Ser sI Suc Tau Thr Tyr Val" -- "$current")); return ;;
    "report --set") COMPREPLY=($(compgen -W "govindaraju degraaf" -- "$current")); return ;;
    "report --field") :; return ;;
    "report --linewidth") :; return ;;
    "report --places") :; return ;;
    "report --precision") :; return ;;
    "compare --scanner") COMPREPLY=($(compgen -W "siemens-prisma siemens-prisma-fit siemens-skyra siemens-vida siemens-lumina siemens-trio siemens-verio siemens-cima-x siemens-connectom siemens-connectome-2 siemens-sola siemens-aera siemens-avanto siemens-free-max siemens-aera-055 siemens-terra siemens-terra-x siemens-94t-ac84 ge-mr750 ge-mr750w ge-hdx-whole ge-hdx-zoom ge-premier ge-uhp ge-architect ge-magnus ge-7t philips-ingenia philips-achieva philips-ingenia-cx philips-elition-x philips-mr7700 uih-umr-790 uih-umr-890 uih-umr-nx uih-jupiter-5t canon-galan bruker-bga6s bruker-bga9s bruker-bga12s-hp bruker-micro2-5 bruker-micro5 osi2-one i3m-marge generic-3t-portable simulation-koma-default simulation-pulseq-opts-default" -f -- "$current")); return ;;
    "compare --relative-to") COMPREPLY=($(compgen -f -- "$current")); return ;;
    "compare --format") COMPREPLY=($(compgen -W "text markdown csv" -- "$current")); return ;;
    "inspect --scanner") COMPREPLY=($(compgen -W "siemens-prisma siemens-prisma-fit siemens-skyra siemens-vida siemens-lumina siemens-trio siemens-verio siemens-cima-x siemens-connectom siemens-connectome-2 siemens-sola siemens-aera siemens-avanto siemens-free-max siemens-aera-055 siemens-terra siemens-terra-x siemens-94t-ac84 ge-mr750 ge-mr750w ge-hdx-whole ge-hdx-zoom ge-premier ge-uhp ge-architect ge-magnus ge-7t philips-ingenia philips-achieva philips-ingenia-cx philips-elition-x philips-mr7700 uih-umr-790 uih-umr-890 uih-umr-nx uih-jupiter-5t canon-galan bruker-bga6s bruker-bga9s bruker-bga12s-hp bruker-micro2-5 bruker-micro5 osi2-one i3m-marge generic-3t-portable simulation-koma-default simulation-pulseq-opts-default" -f -- "$current")); return ;;
    "inspect --format") COMPREPLY=($(compgen -W "text json" -- "$current")); return ;;
    "plot --output"|"plot -o") COMPREPLY=($(compgen -f -- "$current")); return ;;
    "plot --from") :; return ;;
    "plot --to") :; return ;;
    "plot --repetition") :; return ;;
    "plot --scanner") COMPREPLY=($(compgen -W "siemens-prisma siemens-prisma-fit siemens-skyra siemens-vida siemens-lumina siemens-trio siemens-verio siemens-cima-x siemens-connectom siemens-connectome-2 siemens-sola siemens-aera siemens-avanto siemens-free-max siemens-aera-055 siemens-terra siemens-terra-x siemens-94t-ac84 ge-mr750 ge-mr750w ge-hdx-whole ge-hdx-zoom ge-premier ge-uhp ge-architect ge-magnus ge-7t philips-ingenia philips-achieva philips-ingenia-cx philips-elition-x philips-mr7700 uih-umr-790 uih-umr-890 uih-umr-nx uih-jupiter-5t canon-galan bruker-bga6s bruker-bga9s bruker-bga12s-hp bruker-micro2-5 bruker-micro5 osi2-one i3m-marge generic-3t-portable simulation-koma-default simulation-pulseq-opts-default" -f -- "$current")); return ;;
    "diff --scanner") COMPREPLY=($(compgen -W "siemens-prisma siemens-prisma-fit siemens-skyra siemens-vida siemens-lumina siemens-trio siemens-verio siemens-cima-x siemens-connectom siemens-connectome-2 siemens-sola siemens-aera siemens-avanto siemens-free-max siemens-aera-055 siemens-terra siemens-terra-x siemens-94t-ac84 ge-mr750 ge-mr750w ge-hdx-whole ge-hdx-zoom ge-premier ge-uhp ge-architect ge-magnus ge-7t philips-ingenia philips-achieva philips-ingenia-cx philips-elition-x philips-mr7700 uih-umr-790 uih-umr-890 uih-umr-nx uih-jupiter-5t canon-galan bruker-bga6s bruker-bga9s bruker-bga12s-hp bruker-micro2-5 bruker-micro5 osi2-one i3m-marge generic-3t-portable simulation-koma-default simulation-pulseq-opts-default" -f -- "$current")); return ;;
    "diff --format") COMPREPLY=($(compgen -W "text json" -- "$current")); return ;;
    "new --scanner") COMPREPLY=($(compgen -W "siemens-prisma siemens-prisma-fit siemens-skyra siemens-vida siemens-lumina siemens-trio siemens-verio siemens-cima-x siemens-connectom siemens-connectome-2 siemens-sola siemens-aera siemens-avanto siemens-free-max siemens-aera-055 siemens-terra siemens-terra-x siemens-94t-ac84 ge-mr750 ge-mr750w ge-hdx-whole ge-hdx-zoom ge-premier ge-uhp ge-architect ge-magnus ge-7t philips-ingenia philips-achieva philips-ingenia-cx philips-elition-x philips-mr7700 uih-umr-790 uih-umr-890 uih-umr-nx uih-jupiter-5t canon-galan bruker-bga6s bruker-bga9s bruker-bga12s-hp bruker-micro2-5 bruker-micro5 osi2-one i3m-marge generic-3t-portable simulation-koma-default simulation-pulseq-opts-default" -f -- "$current")); return ;;
    "metabolites --set") COMPREPLY=($(compgen -W "govindaraju degraaf" -- "$current")); return ;;
    "metabolites --format") COMPREPLY=($(compgen -W "text json" -- "$current")); return ;;
    "manual --format") COMPREPLY=($(compgen -W "man markdown" -- "$current")); return ;;
    *" --color") COMPREPLY=($(compgen -W "auto always never" -- "$current")); return ;;
  esac
  case "$command" in
    build)
      if [[ $current == -* ]]; then COMPREPLY=($(compgen -W "--target --output -o --scanner --pulseq-version --handoff --schema --strict --dump-after --timings --molecules --no-macromolecules --set --field --linewidth --places --precision --help -h --version --color" -- "$current"))
      else COMPREPLY=($(compgen -f -- "$current")); fi ;;
    verify)
      if [[ $current == -* ]]; then COMPREPLY=($(compgen -W "--help -h --version --color" -- "$current"))
      else COMPREPLY=($(compgen -f -- "$current")); fi ;;
    check)
      if [[ $current == -* ]]; then COMPREPLY=($(compgen -W "--scanner --format --margin --strict --timings --list --explain-limit --help -h --version --color" -- "$current"))
      else COMPREPLY=($(compgen -f -- "$current")); fi ;;
    optimize)
      if [[ $current == -* ]]; then COMPREPLY=($(compgen -W "--scanner --quick --starts --seed --sweep --resume --refine --work --jobs --reclaim --slurm --slurm-options --status --merge --partial --pareto --help -h --version --color" -- "$current"))
      else COMPREPLY=($(compgen -f -- "$current")); fi ;;
    simulate)
      if [[ $current == -* ]]; then COMPREPLY=($(compgen -W "--molecules --macromolecules --set --scanner --field --linewidth --b1 --offset --shots --places --precision --over --b1-spread --b0-spread --species --repetitions --snr --noise --seed --format --output -o --timings --help -h --version --color" -- "$current"))
      else COMPREPLY=($(compgen -f -- "$current")); fi ;;
    phantom)
      if [[ $current == -* ]]; then COMPREPLY=($(compgen -W "--molecules --no-macromolecules --set --scanner --field --linewidth --b1 --offset --b1-spread --b0-spread --snr --noise --seed --dynamics --places --precision --output -o --timings --help -h --version --color" -- "$current"))
      else COMPREPLY=($(compgen -f -- "$current")); fi ;;
    states)
      if [[ $current == -* ]]; then COMPREPLY=($(compgen -W "--molecules --set --scanner --field --linewidth --b1 --offset --at --band --shots --places --without --top --explain --no-relaxation --precision --format --output -o --timings --help -h --version --color" -- "$current"))
      else COMPREPLY=($(compgen -f -- "$current")); fi ;;
    sensitivity)
      if [[ $current == -* ]]; then COMPREPLY=($(compgen -W "--scanner --parts --format --output -o --help -h --version --color" -- "$current"))
      else COMPREPLY=($(compgen -f -- "$current")); fi ;;
    robustness)
      if [[ $current == -* ]]; then COMPREPLY=($(compgen -W "--scanner --b1 --offset --steps --molecules --set --band --field --linewidth --format --output -o --help -h --version --color" -- "$current"))
      else COMPREPLY=($(compgen -f -- "$current")); fi ;;
    report)
      if [[ $current == -* ]]; then COMPREPLY=($(compgen -W "--output -o --scanner --molecules --set --field --linewidth --places --precision --strict --timings --help -h --version --color" -- "$current"))
      else COMPREPLY=($(compgen -f -- "$current")); fi ;;
    compare)
      if [[ $current == -* ]]; then COMPREPLY=($(compgen -W "--scanner --relative-to --as-searched --coarse --format --help -h --version --color" -- "$current"))
      else COMPREPLY=($(compgen -f -- "$current")); fi ;;
    inspect)
      if [[ $current == -* ]]; then COMPREPLY=($(compgen -W "--dump --resolved --waveforms --scanner --format --timings --help -h --version --color" -- "$current"))
      else COMPREPLY=($(compgen -f -- "$current")); fi ;;
    plot)
      if [[ $current == -* ]]; then COMPREPLY=($(compgen -W "--output -o --from --to --repetition --scanner --timings --help -h --version --color" -- "$current"))
      else COMPREPLY=($(compgen -f -- "$current")); fi ;;
    diff)
      if [[ $current == -* ]]; then COMPREPLY=($(compgen -W "--scanner --format --help -h --version --color" -- "$current"))
      else COMPREPLY=($(compgen -f -- "$current")); fi ;;
    new)
      if [[ $current == -* ]]; then COMPREPLY=($(compgen -W "--scanner --help -h --version --color" -- "$current"))
      else :; fi ;;
    format)
      if [[ $current == -* ]]; then COMPREPLY=($(compgen -W "--write --check --help -h --version --color" -- "$current"))
      else COMPREPLY=($(compgen -f -- "$current")); fi ;;
    scanners)
      if [[ $current == -* ]]; then COMPREPLY=($(compgen -W "--help -h --version --color" -- "$current"))
      else COMPREPLY=($(compgen -W "siemens-prisma siemens-prisma-fit siemens-skyra siemens-vida siemens-lumina siemens-trio siemens-verio siemens-cima-x siemens-connectom siemens-connectome-2 siemens-sola siemens-aera siemens-avanto siemens-free-max siemens-aera-055 siemens-terra siemens-terra-x siemens-94t-ac84 ge-mr750 ge-mr750w ge-hdx-whole ge-hdx-zoom ge-premier ge-uhp ge-architect ge-magnus ge-7t philips-ingenia philips-achieva philips-ingenia-cx philips-elition-x philips-mr7700 uih-umr-790 uih-umr-890 uih-umr-nx uih-jupiter-5t canon-galan bruker-bga6s bruker-bga9s bruker-bga12s-hp bruker-micro2-5 bruker-micro5 osi2-one i3m-marge generic-3t-portable simulation-koma-default simulation-pulseq-opts-default" -f -- "$current")); fi ;;
    metabolites)
      if [[ $current == -* ]]; then COMPREPLY=($(compgen -W "--set --format --help -h --version --color" -- "$current"))
      else COMPREPLY=($(compgen -W "2HG Ace Ala Asc Asp bHB Cho Cit Cr Eth EtOH GABA Glc Gln Glu Gly Glycerol GPC GSH Lac Lys mI NAA NAAG PCh PCr PE Phe Pyr Ser sI Suc Tau Thr Tyr Val" -- "$current")); fi ;;
    targets)
      if [[ $current == -* ]]; then COMPREPLY=($(compgen -W "--help -h --version --color" -- "$current"))
      else COMPREPLY=($(compgen -W "pulseq mrd-header ge-xml siemens-xml jemris vespa basis-fslmrs basis-lcmodel basis-osprey basis-jmrui handoff-siemens handoff-ge handoff-philips handoff-uih handoff-generic" -- "$current")); fi ;;
    explain)
      if [[ $current == -* ]]; then COMPREPLY=($(compgen -W "--help -h --version --color" -- "$current"))
      else COMPREPLY=($(compgen -W "G001 G002 G003 G004 G005 G006 R001 R002 R003 R004 R005 R006 A001 A002 A003 A004 T001 T002 T003 E001 E002 E003 E004 V001 V002 V003 T004 A005 I001 I002 I003 I004 I005 I006 F001 F002 F003 R007 R008 R009 X001 X002 X003 X004 X005 X006 X007 X008 H001 H002" -- "$current")); fi ;;
    completions)
      if [[ $current == -* ]]; then COMPREPLY=($(compgen -W "--help -h --version --color" -- "$current"))
      else COMPREPLY=($(compgen -W "bash zsh fish" -- "$current")); fi ;;
    manual)
      if [[ $current == -* ]]; then COMPREPLY=($(compgen -W "--format --help -h --version --color" -- "$current"))
      else :; fi ;;
    *) COMPREPLY=($(compgen -W "build verify check optimize simulate phantom states sensitivity robustness report compare inspect plot diff new format scanners metabolites targets explain completions manual --help -h --version --color" -- "$current")) ;;
  esac
}
complete -o filenames -F _seqc seqc
