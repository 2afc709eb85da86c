"""Help and wrong use of `socle doctor` and `socle bootstrap`."""

READINESS: dict[str, str] = {
    "Say what a deployment from this machine would stop at, or be led astray by: tools, backend, credentials, quotas.": "Dire ce qui arrêterait un déploiement de cette machine, ou l'égarerait : outils, dépôt des états, identifiants, quotas.",
    "Also ask the hosts, with the credentials of the environment: it reads alone.": "Interroger aussi les hébergeurs, avec les identifiants de l'environnement : seulement lire.",
    "Every line as JSON.": "Chaque ligne en JSON.",
    "the lasting estate, without network": "le parc durable, sans réseau",
    "the hosts are asked, too": "les hébergeurs sont interrogés aussi",
    "Exit codes: 0 nothing is wrong, 1 something is, 2 wrong use.": "Codes de sortie : 0 rien n'est faux, 1 quelque chose l'est, 2 mauvais usage.",
    "which estate? There are: {names}.": "quel parc ? Il y a : {names}.",
}
