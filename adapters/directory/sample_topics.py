"""What people of the invented company offer and want, in the many ways in which they write it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Theme:
    """One topic: how often it is offered and wanted, and how it is written in either language."""

    offered: int
    wanted: int
    german: tuple[str, ...]
    english: tuple[str, ...]


# People abbreviate, use slang and mistype; a matcher that only reads tidy words is of no use.
THEMES = (
    Theme(
        9,
        12,
        ("KI", "künstliche Intelligenz", "KI-Tools im Alltag", "Künstlche Intelligenz", "GenAI"),
        ("AI", "AI tools", "artificial intelligence", "generative AI", "Artifical Intelligence"),
    ),
    Theme(
        8,
        6,
        ("ChatGPT", "Prompts schreiben", "ChatGPT & Co.", "Promten"),
        ("ChatGPT", "prompt engineering", "prompting", "Copilot prompts"),
    ),
    Theme(
        9,
        9,
        ("Social Media", "soziale Medien", "Insta & TikTok", "SoMe", "Social-Media-Auftritt"),
        ("social media", "Instagram and TikTok", "socials", "Socal Media"),
    ),
    Theme(
        5,
        7,
        ("LinkedIn", "LinkedIn-Profil", "Personal Branding auf LinkedIn", "Linkedin"),
        ("LinkedIn", "personal branding", "LinkedIn posts"),
    ),
    Theme(
        7,
        8,
        ("agiles Arbeiten", "Scrum", "Agilität", "Scrum & Kanban", "agile Methoden"),
        ("agile", "Scrum", "agile ways of working", "Kanban boards", "Scurm"),
    ),
    Theme(
        5,
        5,
        ("Python", "Programmieren mit Python", "Coding-Grundlagen"),
        ("Python", "coding basics", "Python scripting", "Pyhton"),
    ),
    Theme(
        6,
        5,
        ("Excel", "Excel Pivot", "Tabellenkalkulation", "Excel-Makros (VBA)"),
        ("Excel", "pivot tables", "spreadsheets", "Excel macros"),
    ),
    Theme(
        5,
        7,
        ("Datenanalyse", "Daten auswerten", "Data Analytics", "Datenanalyze"),
        ("data analytics", "data analysis", "making sense of data"),
    ),
    Theme(
        4,
        4,
        ("Power BI", "Dashboards bauen", "PowerBI"),
        ("Power BI", "dashboards", "PowerBI reports"),
    ),
    Theme(
        5,
        6,
        ("Generation Z", "Gen Z verstehen", "was junge Leute wollen", "GenZ"),
        ("Gen Z", "how Gen Z works", "generation Z at work"),
    ),
    Theme(
        4,
        6,
        ("Nachhaltigkeit", "Klimaschutz im Betrieb", "ESG", "Nachhaltigkeitsbericht (CSRD)"),
        ("sustainability", "ESG", "climate action", "carbon footprint"),
    ),
    Theme(
        4,
        5,
        ("Diversität", "Vielfalt & Inklusion", "Diversity", "D&I"),
        ("diversity and inclusion", "DEI", "inclusive teams"),
    ),
    Theme(
        3,
        5,
        ("Cybersicherheit", "IT-Sicherheit", "Cyber Security", "Passwörter & Phishing"),
        ("cybersecurity", "IT security", "phishing", "infosec"),
    ),
    Theme(
        3,
        4,
        ("Cloud", "Cloud Computing", "AWS/Azure", "Kubernetes"),
        ("cloud", "AWS", "Azure basics", "k8s", "Kubernetes"),
    ),
    Theme(
        4,
        4,
        ("Automatisierung", "Power Automate", "Prozesse automatisieren", "RPA"),
        ("automation", "Power Automate", "RPA", "low code"),
    ),
    Theme(
        3,
        3,
        ("3D-Druck", "additive Fertigung", "3D Druck"),
        ("3D printing", "additive manufacturing"),
    ),
    Theme(
        3,
        4,
        ("Industrie 4.0", "IoT", "vernetzte Maschinen", "Digitaler Zwilling"),
        ("industry 4.0", "IoT", "digital twin", "smart factory"),
    ),
    Theme(
        4,
        4,
        ("Videoschnitt", "Videos drehen", "Reels schneiden", "Youtube"),
        ("video editing", "short videos", "YouTube", "reels"),
    ),
    Theme(
        3,
        4,
        ("UX", "Nutzerfreundlichkeit", "Design Thinking", "UX/UI"),
        ("UX", "user experience", "design thinking", "UX design"),
    ),
    Theme(
        3,
        5,
        ("hybrides Arbeiten", "Homeoffice gut gemacht", "Remote-Teams führen"),
        ("hybrid work", "remote teams", "working from home"),
    ),
    Theme(
        4,
        4,
        ("MS Teams", "Microsoft 365", "Teams & OneNote", "M365"),
        ("Microsoft 365", "MS Teams", "Office 365", "OneNote"),
    ),
    Theme(
        3,
        4,
        ("Feedbackkultur", "Feedback geben", "1:1-Gespräche", "ehrliches Feedback"),
        ("feedback culture", "giving feedback", "1:1 conversations"),
    ),
    Theme(
        3,
        3,
        ("mentale Gesundheit", "Achtsamkeit", "Work-Life-Balance", "Mental Health"),
        ("mental health", "mindfulness", "work-life balance"),
    ),
    Theme(
        3,
        4,
        ("Online-Marketing", "SEO", "digitales Marketing", "Suchmaschinenoptimierung"),
        ("digital marketing", "SEO", "online marketing"),
    ),
    Theme(
        3,
        2,
        ("Podcasts", "Podcast aufnehmen", "Podcasten"),
        ("podcasting", "recording podcasts"),
    ),
    Theme(
        2,
        3,
        ("SAP S/4HANA", "SAP Fiori", "SAP"),
        ("SAP S/4HANA", "SAP Fiori", "SAP"),
    ),
    Theme(
        2,
        2,
        ("Gaming & E-Sport", "Gamification", "Zocken"),
        ("gaming", "gamification", "e-sports"),
    ),
    Theme(
        2,
        3,
        ("Blockchain", "Krypto", "Bitcoin & Co."),
        ("blockchain", "crypto", "Web3"),
    ),
)
